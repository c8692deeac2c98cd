import type { Location } from '@fleetwright/diagnostics';

/** An expression being read. */
export class Source {
  readonly text: string;
  /** Where the expression stands, for messages. */
  readonly at: Location | undefined;
  position = 0;

  constructor(text: string, at: Location | undefined) {
    this.text = text;
    this.at = at;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  get rest(): string {
    return this.text.slice(this.position);
  }

  /** The next code unit; empty at the end. */
  peek(offset = 0): string {
    return this.text[this.position + offset] ?? '';
  }

  skip(count: number): void {
    this.position += count;
  }

  /** Reads a code point; -1 at the end. */
  next(): number {
    const codePoint = this.text.codePointAt(this.position) ?? -1;
    this.position += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }

  /** What was read since a position. */
  since(start: number): string {
    return this.text.slice(start, this.position);
  }
}
