import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Diagnostic, error, type Result } from '@fleetwright/diagnostics';
import { readText } from '../files.ts';
import { placeInExcerpt } from './place.ts';

/** A module's text: as it was written, and as V8 takes it (same lines, same columns). */
export interface Source {
  readonly text: string;
  readonly code: string;
}

/** Sources by file, each read and stripped of its types once per process. */
export interface Sources {
  /** A definition's file, by its path from the root of the work tree; `undefined` when it is not there. */
  definition(file: string): Result<Source | undefined>;
  /** A library's file, by its URL. */
  library(url: string): Source;
}

/** Reads from the work tree at `root`. */
export function openSources(root: string): Sources {
  const definitions = new Map<string, Result<Source | undefined>>();
  const libraries = new Map<string, Source>();
  return {
    definition(file) {
      const source = definitions.get(file) ?? readDefinition(root, file);
      definitions.set(file, source);
      return source;
    },
    library(url) {
      const source = libraries.get(url) ?? readLibrary(url);
      libraries.set(url, source);
      return source;
    },
  };
}

function readDefinition(root: string, file: string): Result<Source | undefined> {
  const read = readText(root, file);
  if (!read.ok || read.value === undefined) return read.ok ? { ...read, value: undefined } : read;
  const text = read.value;
  const unfit = unfitText(file, text);
  if (unfit) return { ok: false, errors: [unfit] };
  try {
    return { ok: true, value: { text, code: stripTypeScriptTypes(text) }, warnings: [] };
  } catch (cause) {
    return { ok: false, errors: [notStrippable(file, cause)] };
  }
}

const maxLength = 10 * 1024 * 1024;
// Controls, and marks that turn the direction of what is shown: what is reviewed would not be what is evaluated.
const unseen = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;

/** What is not even parsed. */
function unfitText(file: string, text: string): Diagnostic | undefined {
  if (text.length > maxLength) {
    const hint = 'a definition takes a few kilobytes: look for what should not be in it';
    return error('FW5006', 'the file is larger than 10 MiB', hint, { file, line: 1 });
  }
  const found = unseen.exec(text);
  if (!found) return undefined;
  const line = text.slice(0, found.index).split('\n').length;
  const code = found[0].charCodeAt(0).toString(16).padStart(4, '0');
  const hint = `take it out; where a text needs it, write it as \\u${code}`;
  return error('FW1001', `a character that does not show (U+${code.toUpperCase()})`, hint, { file, line });
}

function notStrippable(file: string, cause: unknown): Diagnostic {
  if (!(cause instanceof Error)) throw cause;
  const unsupported = 'code' in cause && cause.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX';
  const hint = unsupported
    ? 'only TypeScript whose types can simply be removed is evaluated: no enums, namespaces or parameter properties'
    : 'correct the syntax here; an editor with TypeScript shows it too';
  return error('FW1001', `not valid TypeScript: ${cause.message}`, hint, placeInExcerpt(file, String(cause.stack)));
}

function readLibrary(url: string): Source {
  const text = readFileSync(fileURLToPath(url), 'utf8');
  return { text, code: url.endsWith('.ts') ? stripTypeScriptTypes(text) : text };
}
