/** TypeScript that stands in a literal as it is. */
export class Code {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can be written as a literal; `undefined` fields are left out. */
export type Data = string | number | boolean | Code | readonly Data[] | { readonly [field: string]: Data | undefined };

/** How literals stand in a file. */
export interface Layout {
  /** One step of indentation. Default: two spaces. */
  readonly step?: string;
  /** Indentation of the line that the literal begins on. Default: none. */
  readonly indent?: string;
  /** How many levels of objects have a line for each field, although they would fit on one. Default: 0. */
  readonly expand?: number;
}

/** The widest line of the formatter (biome.json). */
const width = 120;

/** A value as the source of a literal, formatted as `npm run format` would. `before` is what stands on its line before it. */
export function literal(value: Data, layout: Layout = {}, before = ''): string {
  const { step = '  ', indent = '', expand = 0 } = layout;
  if (typeof value !== 'object') return typeof value === 'string' ? quoted(value) : String(value);
  if (value instanceof Code) return value.text;
  if (isList(value)) return `[${value.map((item) => literal(item)).join(', ')}]`;
  const fields = Object.entries(value).filter((field): field is [string, Data] => field[1] !== undefined);
  if (fields.length === 0) return '{}';
  const inline = `{ ${fields.map(([name, item]) => `${key(name)}: ${literal(item)}`).join(', ')} }`;
  if (expand <= 0 && indent.length + before.length + inline.length < width) return inline;
  const inner = { step, indent: indent + step, expand: expand - 1 };
  const lines = fields.map(([name, item]) => {
    const said = `${key(name)}: `;
    return `${inner.indent}${said}${literal(item, inner, said)},\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

/** A name as the key of a property: quoted only where it has to be. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

/** Text as a string literal, in single quotes unless double ones need fewer escapes. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  if (text.includes("'") && !text.includes('"')) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}
