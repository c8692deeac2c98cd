import { formatYaml, Quoted } from './format-yaml.ts';

/** Data in which quotes are kept, so that it can be written as it was. */
type Node = null | boolean | number | string | Quoted | readonly Node[] | { readonly [key: string]: Node };

/** Where the reader is; a line loses its dash when the item behind it begins a collection. */
interface Cursor {
  readonly lines: string[];
  line: number;
}

// Anything else is escaped, or is for a reader that says what is wrong with it.
const ours = /^(?:#[\x20-\x7e]*\n)*([\n\x20-\x5b\x5d-\x7e]*)$/;
const notKeys = new Set(['__proto__', 'constructor', 'prototype']);
// Collections inside each other, twice as far in at most.
const deepest = 50;
const maxLength = 10 * 1024 * 1024;

/**
 * The data of a text that {@link formatYaml} wrote, below comments at most: maps and lists of what fits on a line of ASCII. `undefined`
 * for any other text, however right it is. The reader trusts what it sees, but what it found is written again and compared: so it is
 * what every reader of YAML finds, in a tenth of the time.
 */
export function readBack(text: string): unknown {
  const [, body] = text.length > maxLength ? [] : (ours.exec(text) ?? []);
  if (body === undefined) return undefined;
  const found = collection({ lines: body.split('\n'), line: 0 }, 0);
  return formatYaml(found) === body ? withoutQuotes(found) : undefined;
}

function collection(cursor: Cursor, indent: number): Node {
  return rest(cursor, indent)?.startsWith('- ') ? list(cursor, indent) : map(cursor, indent);
}

/** The line that the cursor is at, without its indent; `undefined` when it has another. */
function rest({ lines, line }: Cursor, indent: number): string | undefined {
  const text = lines[line] ?? '';
  const isThere = indent <= deepest && text.length > indent && text[indent] !== ' ';
  return isThere && text.startsWith(' '.repeat(indent)) ? text.slice(indent) : undefined;
}

function list(cursor: Cursor, indent: number): Node {
  const items: Node[] = [];
  for (let text = rest(cursor, indent); text?.startsWith('- '); text = rest(cursor, indent)) {
    const item = text.slice(2);
    if (item.startsWith('- ') || keyEnd(item) > 0) {
      cursor.lines[cursor.line] = `${' '.repeat(indent + 2)}${item}`;
      const before = cursor.line;
      items.push(collection(cursor, indent + 2));
      if (cursor.line === before) break;
    } else {
      items.push(scalar(item));
      cursor.line += 1;
    }
  }
  return items;
}

function map(cursor: Cursor, indent: number): Node {
  const entries: [string, Node][] = [];
  for (let text = rest(cursor, indent); text !== undefined; text = rest(cursor, indent)) {
    const end = keyEnd(text);
    const key = text.slice(0, end);
    if (end < 1 || notKeys.has(key)) break;
    cursor.line += 1;
    const isItem = rest(cursor, indent)?.startsWith('- ');
    const below = end + 1 === text.length;
    entries.push([key, below ? collection(cursor, isItem ? indent : indent + 2) : scalar(text.slice(end + 2))]);
  }
  return Object.fromEntries(entries);
}

/** Where the key of a line ends, with its colon behind it; -1 without a key, or with one in quotes. */
function keyEnd(text: string): number {
  if (text.startsWith('"')) return -1;
  const end = text.indexOf(': ');
  return end < 0 && text.endsWith(':') ? text.length - 1 : end;
}

const words = new Map<string, Node>([
  ['null', null],
  ['true', true],
  ['false', false],
  ['[]', []],
  ['{}', {}],
]);

function scalar(text: string): Node {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (text.startsWith('"')) return new Quoted(text.slice(1, -1));
  const number = Number(text);
  const isExact = Number.isSafeInteger(number) || (Number.isFinite(number) && !Number.isInteger(number));
  return isExact && String(number) === text ? number : text;
}

function withoutQuotes(node: Node): unknown {
  if (node instanceof Quoted) return node.text;
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map(withoutQuotes);
  return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, withoutQuotes(item)]));
}
