/** Text that {@link formatYaml} always writes in double quotes, whatever a reader would take it for: tags of images. */
export class Quoted {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Plain data as one YAML document that readers of YAML 1.1 and 1.2 understand alike. LF, two spaces, sequences not
 * indented below their key, keys in the order given, `undefined` keys left out. Text is quoted whenever some reader
 * would take it for something else; text of several lines is a literal block where that is exact.
 *
 * Takes what JSON can hold, and {@link Quoted}. Anything else (functions, NaN, instances) is a `TypeError`: a mistake of
 * the caller's. Written for our own objects because `yaml` takes about 15 times as long.
 */
export function formatYaml(value: unknown): string {
  const lines: string[] = [];
  const scalar = scalarText(value, '  ');
  if (scalar !== undefined) return `${scalar}\n`;
  writeCollection(value, '', lines);
  return `${lines.join('\n')}\n`;
}

/** Writes a map or list that is not empty, each line beginning with `indent`. */
function writeCollection(value: unknown, indent: string, lines: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value) writeItem(item, indent, lines);
    return;
  }
  const map = mapOf(value);
  for (const key of Object.keys(map)) {
    const item = map[key];
    if (item === undefined) continue;
    const head = `${indent}${stringText(key)}:`;
    const scalar = scalarText(item, `${indent}  `);
    if (scalar !== undefined) lines.push(`${head} ${scalar}`);
    else {
      lines.push(head);
      writeCollection(item, Array.isArray(item) ? indent : `${indent}  `, lines);
    }
  }
}

function writeItem(item: unknown, indent: string, lines: string[]): void {
  const inner = `${indent}  `;
  const scalar = scalarText(item, inner);
  if (scalar !== undefined) {
    lines.push(`${indent}- ${scalar}`);
    return;
  }
  const first = lines.length;
  writeCollection(item, inner, lines);
  lines[first] = `${indent}- ${lines[first]?.slice(inner.length) ?? ''}`;
}

function mapOf(value: unknown): { readonly [key: string]: unknown };
function mapOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) throw new TypeError(`not data: ${typeof value}`);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw new TypeError('not data: an instance of a class');
  return value;
}

/** What stands on the line of its key or dash; `undefined` for maps and lists that have lines of their own. */
function scalarText(value: unknown, indent: string): string | undefined {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`not data: ${value}`);
    return String(value);
  }
  if (typeof value === 'string') return value.includes('\n') ? linesText(value, indent) : stringText(value);
  if (value instanceof Quoted) return doubleQuoted(value.text);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : undefined;
  return Object.values(mapOf(value)).every((item) => item === undefined) ? '{}' : undefined;
}

// Controls, and characters that some YAML reader takes for a line break or does not keep.
const unprintable = /(?![\t\n])[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/u;

/** A literal block, or double-quoted text where a block would not be exact, or would hide spaces. */
function linesText(text: string, indent: string): string {
  const body = text.replace(/\n+$/, '');
  const lines = body.split('\n');
  if (/^\s/.test(body) || body === '' || unprintable.test(text) || lines.some((line) => /^\t|[ \t]$/.test(line))) {
    return doubleQuoted(text);
  }
  const ends = text.length - body.length;
  const style = ['|-', '|'][ends] ?? '|+';
  const block = lines.map((line) => (line === '' ? '' : indent + line));
  return [style, ...block, ...Array.from({ length: Math.max(0, ends - 1) }, () => '')].join('\n');
}

/** Text of one line, plain where every reader takes it for text. */
function stringText(text: string): string {
  return isPlain(text) ? text : doubleQuoted(text);
}

const start = /^(?:[A-Za-z0-9_/(^]|\.(?!\.\.)|[-+]+[A-Za-z])/;
const words = /^(?:null|true|false|yes|no|on|off|y|n|[-+]?\.(?:inf|nan))$/i;
// Numbers in every notation, times, dates: anything made of their characters only. An exponent alone is a number to some.
const numeric = /^(?:[-+._0-9][0-9A-Fa-f_xXoObBeE.,:+\-TtZz ]*|[eE][-+]?[0-9._]*)$/;

// Most text by far. It passes all tests of `isPlain` but those for words and numbers.
const usual = /^[A-Za-z/](?:[\w./;-]|:\/)*$/;

function isPlain(text: string): boolean {
  if (usual.test(text)) return !words.test(text) && !numeric.test(text);
  if (!start.test(text) || words.test(text) || numeric.test(text)) return false;
  if (text.includes(': ') || text.includes(' #') || text.endsWith(':') || /\s$|[\t\n]/.test(text)) return false;
  return !unprintable.test(text);
}

// JSON's escapes are YAML's; what JSON leaves as it is but YAML may not is escaped too.
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
