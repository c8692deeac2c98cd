import { bracketed, escapedChar, escapedClass, literal } from './parse-atom.ts';
import { type Flags, readGroup } from './parse-group.ts';
import { problem } from './problem.ts';
import type { Source } from './source.ts';
import { alternate, captured, char, concat, empty, type Place, place, repeat, type Tree } from './tree.ts';

/** A group that is not closed yet: what stood before it, and what of it is there. */
interface Open {
  readonly flags: Flags;
  readonly capturing: boolean;
  readonly alternatives: Tree[];
  readonly sequence: Tree[];
}

const maxHeight = 1000;
const maxSize = Math.floor((128 * 1024 * 1024) / 40);
const maxRepeat = 1000;

/**
 * Reads a regular expression in the syntax of RE2, as `regexp.Compile` of Go takes it. Refuses (FW6018) with Go's words what it does not take. As
 * regexp/syntax/parse.go does, except that it never needs more stack for deeper groups.
 */
export class Parser {
  readonly #source: Source;
  readonly #groups: Open[] = [];
  #flags: Flags = { fold: false, multiLine: false, dotAll: false };
  #alternatives: Tree[] = [];
  #sequence: Tree[] = [];
  /** Where the repetition just read began; undefined after anything else. */
  #lastRepeat: number | undefined;

  constructor(source: Source) {
    this.#source = source;
  }

  parse(): Tree {
    const source = this.#source;
    while (!source.atEnd) {
      const start = source.position;
      const repeated = this.#step(source.peek());
      this.#lastRepeat = repeated ? start : undefined;
    }
    if (this.#groups.length > 0) problem('missing closing )', source.text, source.at);
    return this.#closed();
  }

  /** Whether it was a repetition. */
  #step(next: string): boolean {
    const source = this.#source;
    switch (next) {
      case '(':
        this.#open();
        return false;
      case ')':
        this.#close();
        return false;
      case '|':
        source.skip(1);
        this.#alternatives.push(concat(this.#sequence));
        this.#sequence = [];
        return false;
      case '*':
      case '+':
      case '?':
      case '{':
        return this.#repetition(next);
      case '\\':
        this.#escape();
        return false;
      default:
        this.#single(next);
        return false;
    }
  }

  #single(next: string): void {
    const source = this.#source;
    if (next === '[') {
      this.#push(char(bracketed(source, this.#flags.fold)));
      return;
    }
    const codePoint = source.next();
    const { multiLine, dotAll } = this.#flags;
    if (next === '^') this.#push(place(multiLine ? 'beginLine' : 'beginText'));
    else if (next === '$') this.#push(place(multiLine ? 'endLine' : 'endText'));
    else if (next === '.') this.#push(char(dotAll ? () => true : (found) => found !== 10));
    else this.#literal(codePoint);
  }

  #literal(codePoint: number): void {
    this.#push(literal(codePoint, this.#flags.fold));
  }

  #push(tree: Tree): void {
    this.#check(tree);
    this.#sequence.push(tree);
  }

  #check(tree: Tree): void {
    if (tree.size > maxSize) problem('expression too large', this.#source.text, this.#source.at);
    if (tree.height > maxHeight) problem('expression nests too deeply', this.#source.text, this.#source.at);
  }

  #closed(): Tree {
    const tree = alternate([...this.#alternatives, concat(this.#sequence)]);
    this.#check(tree);
    return tree;
  }

  #open(): void {
    const group = this.#source.rest.startsWith('(?') ? readGroup(this.#source, this.#flags) : undefined;
    if (group === undefined) this.#source.skip(1);
    if (group !== undefined && !group.opens) {
      this.#flags = group.flags;
      return;
    }
    const { capturing, flags } = group ?? { capturing: true, flags: this.#flags };
    this.#groups.push({
      flags: this.#flags,
      capturing,
      alternatives: this.#alternatives,
      sequence: this.#sequence,
    });
    this.#alternatives = [];
    this.#sequence = [];
    this.#flags = flags;
  }

  #close(): void {
    const tree = this.#closed();
    const group = this.#groups.pop();
    if (group === undefined) return problem('unexpected )', this.#source.text, this.#source.at);
    this.#source.skip(1);
    this.#flags = group.flags;
    this.#alternatives = group.alternatives;
    this.#sequence = group.sequence;
    this.#push(group.capturing ? captured(tree) : tree);
  }

  #repetition(operator: string): boolean {
    const source = this.#source;
    const start = source.position;
    const bounds =
      operator === '{' ? this.#counts() : { min: operator === '+' ? 1 : 0, max: operator === '?' ? 1 : -1 };
    if (bounds === undefined) {
      this.#literal(source.next());
      return false;
    }
    if (operator !== '{') source.skip(1);
    if (source.peek() === '?') source.skip(1);
    if (this.#lastRepeat !== undefined) {
      problem('invalid nested repetition operator', source.since(this.#lastRepeat), source.at);
    }
    const item = this.#sequence.pop();
    if (item === undefined) return problem('missing argument to repetition operator', source.since(start), source.at);
    const tree = repeat(item, bounds.min, bounds.max, operator === '{');
    const copies = tree.counted && (bounds.min >= 2 || bounds.max >= 2);
    this.#push(tree);
    if (copies && !isRepeatable(tree, maxRepeat)) problem('invalid repeat count', source.since(start), source.at);
    return true;
  }

  /** `{n}`, `{n,}` or `{n,m}`; nothing is read when it is none of these. */
  #counts(): { readonly min: number; readonly max: number } | undefined {
    const source = this.#source;
    const found = /^\{(0|[1-9][0-9]*)(,(0|[1-9][0-9]*)?)?\}/.exec(source.rest);
    if (found === null) return undefined;
    source.skip(found[0].length);
    const min = Number(found[1]);
    const last = found[3] === undefined ? -1 : Number(found[3]);
    const max = found[2] === undefined ? min : last;
    const isTooMuch = min > maxRepeat || max > maxRepeat || (max >= 0 && min > max);
    return isTooMuch ? problem('invalid repeat count', found[0], source.at) : { min, max };
  }

  #escape(): void {
    const source = this.#source;
    const letter = source.rest[1] ?? '';
    const where = places[letter];
    if (where !== undefined) {
      source.skip(2);
      this.#push(place(where));
    } else if (letter === 'C') problem('invalid escape sequence', '\\C', source.at);
    else if (letter === 'Q') this.#quoted();
    else {
      const test = escapedClass(source, this.#flags.fold);
      if (test === undefined) this.#literal(escapedChar(source));
      else this.#push(char(test));
    }
  }

  /** `\Q…\E`: what is between stands for itself. */
  #quoted(): void {
    const source = this.#source;
    source.skip(2);
    const end = source.rest.indexOf('\\E');
    const stop = end < 0 ? source.text.length : source.position + end;
    while (source.position < stop) this.#literal(source.next());
    if (end >= 0) source.skip(2);
  }
}

const places: Readonly<Record<string, Place>> = {
  A: 'beginText',
  b: 'wordBoundary',
  B: 'noWordBoundary',
  z: 'endText',
};

/** Whether repetitions within each other make no more than `limit` copies. */
function isRepeatable(tree: Tree, limit: number): boolean {
  if (tree === empty) return true;
  if (tree.kind === 'concat' || tree.kind === 'alternate') return tree.items.every((item) => isRepeatable(item, limit));
  if (tree.kind !== 'repeat') return true;
  if (!tree.counted) return isRepeatable(tree.item, limit);
  if (tree.max === 0) return true;
  const copies = tree.max < 0 ? tree.min : tree.max;
  if (copies > limit) return false;
  return isRepeatable(tree.item, copies > 0 ? Math.floor(limit / copies) : limit);
}
