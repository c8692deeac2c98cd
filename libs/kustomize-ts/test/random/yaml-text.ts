import type { Dice } from './dice.ts';
import { type Fields, isFields, isList, Raw, type Value } from './scalars.ts';

/** How a document is written: every share is from 0 to 1. */
export interface Hand {
  /** Sequences stand two columns in from their key. */
  readonly indented: boolean;
  readonly comments: number;
  readonly flow: number;
  readonly anchors: number;
  readonly shuffle: boolean;
  readonly oddStyles: number;
  readonly crlf: boolean;
}

/** One way of writing, mostly a plain one. */
export function randomHand(dice: Dice): Hand {
  const odd = dice.chance(0.3);
  return {
    indented: dice.chance(0.5),
    comments: odd ? 0.08 : 0,
    flow: odd ? 0.08 : 0,
    anchors: odd && dice.chance(0.5) ? 0.05 : 0,
    shuffle: dice.chance(0.25),
    oddStyles: odd ? 0.3 : 0.03,
    crlf: dice.chance(0.01),
  };
}

/** A document, ended by a line break. What stands in it twice may be written as an anchor and its alias. */
export function yamlText(value: Value, dice: Dice, hand: Hand): string {
  const text = new Writer(dice, hand).document(value);
  return hand.crlf ? text.replaceAll('\n', '\r\n') : text;
}

class Writer {
  readonly #dice: Dice;
  readonly #hand: Hand;
  /** Anchors by the JSON of their value. */
  readonly #anchors = new Map<string, string>();
  #lastAnchor = 0;

  constructor(dice: Dice, hand: Hand) {
    this.#dice = dice;
    this.#hand = hand;
  }

  document(value: Value): string {
    if (isFields(value) && Object.keys(value).length > 0) return this.#mapping(value, 0);
    if (Array.isArray(value) && value.length > 0) return this.#sequence(value, 0);
    return `${this.#inline(value)}\n`;
  }

  #mapping(fields: Fields, depth: number): string {
    const entries = Object.entries(fields);
    const ordered = this.#hand.shuffle ? this.#dice.shuffled(entries) : entries;
    return ordered.map(([key, value]) => this.#entry(key, value, depth)).join('');
  }

  #entry(key: string, value: Value, depth: number): string {
    const indent = ' '.repeat(depth);
    return `${this.#comment(indent)}${indent}${this.#key(key)}:${this.#after(value, depth, this.#hand.indented ? depth + 2 : depth)}`;
  }

  #sequence(items: readonly Value[], depth: number): string {
    const indent = ' '.repeat(depth);
    return items.map((item) => `${this.#comment(indent)}${indent}-${this.#item(item, depth)}`).join('');
  }

  #item(item: Value, depth: number): string {
    if (
      isFields(item) &&
      Object.keys(item).length > 0 &&
      !this.#dice.chance(this.#hand.flow) &&
      this.#known(item) === undefined
    ) {
      // The first key stands beside the dash.
      return ` ${this.#mapping(item, depth + 2).replace(/^(?:\s*#.*\n)*\s*/, '')}`;
    }
    return this.#after(item, depth, depth + 2);
  }

  /** What follows a `:` or a `-`; sequences begin in column `list`. */
  #after(value: Value, depth: number, list: number): string {
    const known = this.#known(value);
    if (known !== undefined) return ` *${known}\n`;
    const anchor = this.#anchor(value);
    const nested =
      typeof value === 'object' && value !== null && !(value instanceof Raw) && Object.keys(value).length > 0;
    if (nested && !this.#dice.chance(this.#hand.flow)) {
      const body = isFields(value) ? this.#mapping(value, depth + 2) : this.#sequence(asList(value), list);
      return `${anchor}${this.#trailing()}\n${body}`;
    }
    if (typeof value === 'string') return `${anchor} ${this.#text(value, depth + 2)}`;
    return `${anchor} ${this.#inline(value)}${this.#trailing()}\n`;
  }

  #key(key: string): string {
    const odd = /^(?:~|-|\d.*|true|null|yes|no|on|off|y|n|=|<<)$/i.test(key);
    const plain = /^[A-Za-z0-9_./~$=-]+$/u.test(key) && !this.#dice.chance(this.#hand.oddStyles / 10);
    return plain && (!odd || this.#dice.slip(0.05)) ? key : JSON.stringify(key);
  }

  /** A text as the value of a key, up to the end of its line. */
  #text(text: string, depth: number): string {
    const odd = this.#dice.chance(this.#hand.oddStyles);
    const lines = text.includes('\n');
    if (lines && !/[\p{Cc}\p{Zl}\p{Zp}\ufeff]/u.test(text.replaceAll(/[\n\t]/g, '')) && !this.#dice.chance(0.2))
      return this.#block(text, depth);
    if (odd && !lines && /^[^\s\p{C}][^\p{C}]*$/u.test(text) && this.#dice.chance(0.3)) return this.#block(text, depth);
    return `${this.#inline(text)}${this.#trailing()}\n`;
  }

  #block(text: string, depth: number): string {
    // Folding joins lines, of which a document in a document has many.
    const folded = text.split('\n').length < 5 && this.#dice.chance(0.3);
    const end = /\n*$/.exec(text)?.[0].length ?? 0;
    const body = text.slice(0, text.length - end);
    // A text of line breaks only, or one that begins with a space, needs to say more than this does.
    if (body === '' || /^[\n ]/.test(body)) return `${JSON.stringify(text)}\n`;
    const chomp = end === 0 ? '-' : end === 1 ? '' : '+';
    const indent = ' '.repeat(depth);
    const written = body.split('\n').map((line) => (line === '' ? '' : `${indent}${line}`));
    return `${folded ? '>' : '|'}${chomp}\n${written.join('\n')}${'\n'.repeat(Math.max(end, 1))}`;
  }

  #inline(value: Value): string {
    if (value instanceof Raw) return value.text;
    if (value === null) return this.#dice.pick(['null', 'null', '~', '']);
    if (typeof value === 'string') return this.#quoted(value);
    if (typeof value !== 'object') return String(value);
    if (Array.isArray(value)) return `[${value.map((item: Value) => this.#inFlow(item)).join(', ')}]`;
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}: ${this.#inFlow(item)}`)
      .join(', ')}}`;
  }

  #inFlow(value: Value): string {
    if (typeof value === 'string') return JSON.stringify(value);
    if (value instanceof Raw) return /^[\w.+-]+$/.test(value.text) ? value.text : JSON.stringify(value.text);
    return value === null ? 'null' : this.#inline(value);
  }

  #quoted(text: string): string {
    const plain =
      /^[A-Za-z/][\w./ +@-]*$/u.test(text) && !/\s$|^(?:true|false|yes|no|on|off|null|y|n|nan)$/iu.test(text);
    if (plain && !this.#dice.chance(this.#hand.oddStyles)) return text;
    const single = /^[\u0020-\u007e\u00a1-\ud7ff]*$/u.test(text);
    // Now and then without the quotes that it needs to stay a text.
    if (/^[\w.+-]+$/.test(text) && this.#dice.slip(this.#hand.oddStyles / 4)) return text;
    return single && this.#dice.chance(0.4) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
  }

  #comment(indent: string): string {
    if (!this.#dice.chance(this.#hand.comments)) return '';
    return this.#dice.chance(0.2) ? `\n${indent}# a: comment\n` : `${indent}# a comment\n`;
  }

  #trailing(): string {
    return this.#dice.chance(this.#hand.comments) ? ' # trailing' : '';
  }

  #known(value: Value): string | undefined {
    if (this.#anchors.size === 0) return undefined;
    const known = this.#anchors.get(keyOf(value));
    return known !== undefined && this.#dice.chance(0.7) ? known : undefined;
  }

  #anchor(value: Value): string {
    if (value === null || !this.#dice.chance(this.#hand.anchors)) return '';
    this.#lastAnchor += 1;
    const name = `a${this.#lastAnchor}`;
    this.#anchors.set(keyOf(value), name);
    return ` &${name}`;
  }
}

function asList(value: Value): readonly Value[] {
  return isList(value) ? value : [];
}

function keyOf(value: Value): string {
  return JSON.stringify(value);
}
