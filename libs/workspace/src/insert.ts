import { definitionObject } from './locate/definition.ts';

/** How lines of a file are indented, where a property goes. */
export interface Indentation {
  /** One step. */
  readonly step: string;
  /** Of the property's own line. */
  readonly indent: string;
}

/** A property to be added. */
export interface Insertion {
  readonly name: string;
  /** Its text, without a comma at its end, for the indentation of the file. */
  write(this: void, indentation: Indentation): string;
}

/** `taken`: there is a property of this name; `no-literal`: no object literal of this file makes the definition. */
export type Inserted = { readonly text: string } | 'taken' | 'no-literal';

/**
 * A file of definitions with one more property at the end of the object that the definition is made of, indented as the
 * file is and with its line ends; every other byte stays.
 */
export function insertProperty(file: string, text: string, { name, write }: Insertion): Inserted {
  const place = definitionObject(file, text);
  if (!place) return 'no-literal';
  const { open, close, members, comma } = place;
  if (members.some((member) => member.name === name)) return 'taken';
  const last = members.at(-1);
  const outer = indentOf(text, close);
  const indent = last && startsLine(text, last.start) ? indentOf(text, last.start) : `${outer}  `;
  const step = indent.startsWith(outer) && indent.length > outer.length ? indent.slice(outer.length) : '  ';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const property = `${indent}${write({ step, indent })},`.replaceAll('\n', eol);

  const after = lineEnd(text, comma ?? last?.end ?? open, close);
  const mended =
    last && comma === undefined ? `${text.slice(0, last.end)},${text.slice(last.end, after)}` : text.slice(0, after);
  const rest = text.slice(after);
  // Where the brace that closes stands on the line of what is before it, it gets a line of its own.
  const ending = /^\s*\n/.test(rest) ? '' : eol + outer;
  return { text: `${mended}${eol}${property}${ending}${ending === '' ? rest : rest.trimStart()}` };
}

/** Behind a comment on the rest of the line, so that it stays with what it is about. */
function lineEnd(text: string, from: number, limit: number): number {
  const comment = /^[ \t]*\/\/[^\r\n]*/.exec(text.slice(from, limit));
  return from + (comment?.[0].length ?? 0);
}

function startsLine(text: string, at: number): boolean {
  return /(^|\n)[ \t]*$/.test(text.slice(0, at));
}

/** The white space that the line of an offset begins with. */
function indentOf(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}
