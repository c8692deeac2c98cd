import type { Location } from '@fleetwright/diagnostics';
import type { Scope } from '../build/scope.ts';
import type { GeneratorArgs } from '../kustomization/types.ts';
import { placeIn } from '../place.ts';
import { attempts, refuse } from '../refusal.ts';
import { looseTextOfBytes, textOfBytes } from '../text/utf8.ts';
import { joinPath } from '../tree.ts';

/** What a generator puts under a key: text that stands in the kustomization or in a line of a file, or the content of a file, which may be no text. */
export type Content = string | Uint8Array;

/**
 * Keys and contents of a generator, in the order in which kustomize goes through them: lines of `envs`, `literals`, `files`. Refuses (FW6016) a generator
 * without a name, entries that are not what they should be, and a key that is there twice. As `Load` of api/kv/kv.go and `makeValidatedDataMap` of api/internal/generators do.
 */
export function keyValues(args: GeneratorArgs, scope: Scope): ReadonlyMap<string, Content> {
  if (args.name === '') {
    refuse('FW6016', 'a configmap must have a name', 'give the generator a name', { file: scope.file });
  }
  const found = new Map<string, Content>();
  const { attempt, settle } = attempts();
  for (const { key, content, at } of pairsOf(args, scope)) {
    if (found.has(key)) attempt(() => refuseKey(args.name, key, at));
    found.set(key, content);
  }
  settle();
  return found;
}

function refuseKey(name: string, key: string, at: Location): never {
  const message = `configmap ${name} illegally repeats the key \`${key}\``;
  return refuse('FW6016', message, `keep one "${key}" of those in literals, files and envs`, at);
}

interface Pair {
  readonly key: string;
  readonly content: Content;
  /** Where it is written. */
  readonly at: Location;
}

function pairsOf(args: GeneratorArgs, scope: Scope): readonly Pair[] {
  const { attempt, settle } = attempts();
  const each = (field: 'envs' | 'literals' | 'files', read: (text: string, at: Location) => readonly Pair[]) =>
    args[field].flatMap((text, index) => {
      const at = placeIn(scope.file, args.from, field, index);
      return attempt(() => read(text, at)) ?? [];
    });
  const lines = each('envs', (path, at) => linesOf(scope.read(path, placed(at)), joinPath(scope.root, path)));
  const literals = each('literals', (literal, at) => [parseLiteral(literal, at)]);
  const files = each('files', (source, at) => {
    const [key, path] = parseFileSource(source, at);
    return [{ key, content: scope.read(path, placed(at)), at }];
  });
  settle();
  return [...lines, ...literals, ...files];
}

/** Where something is named, unless only the file is known. */
function placed(at: Location): Location | undefined {
  return at.line === undefined ? undefined : at;
}

/** Go's scanner of lines stops at a longer one, and kustomize does not ask whether it did. */
const longestLine = 64 * 1024;

/** What `unicode.IsSpace` of Go calls space. */
const leadingSpace = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** The lines of an env file: `KEY=value`, or `KEY` alone for an empty one. Space before the key counts for nothing, nor do lines that begin with `#`. */
function linesOf(content: Uint8Array, file: string): readonly Pair[] {
  const pairs: Pair[] = [];
  let start = 0;
  for (let line = 1; start < content.length; line++) {
    const newline = content.indexOf(10, start);
    const end = newline === -1 ? content.length : newline;
    if (end - start >= longestLine) break;
    const bytes = content.subarray(start, end > start && content[end - 1] === 13 ? end - 1 : end);
    start = end + 1;
    const at = { file, line };
    const text = decodeLine(bytes, at).replace(leadingSpace, '');
    if (text === '' || text.startsWith('#')) continue;
    const equals = text.indexOf('=');
    if (equals === 0) continue;
    const key = equals === -1 ? text : text.slice(0, equals);
    pairs.push({ key, content: equals === -1 ? '' : text.slice(equals + 1), at });
  }
  return pairs;
}

function decodeLine(bytes: Uint8Array, at: Location & { readonly line: number }): string {
  const text = textOfBytes(bytes);
  if (text === undefined) {
    const message = `line [${bytes.join(' ')}] has invalid utf8 bytes : ${looseTextOfBytes(bytes)}`;
    return refuse('FW6016', message, 'write the file in UTF-8, or list it under files', at);
  }
  return at.line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text;
}

function parseLiteral(source: string, at: Location): Pair {
  const equals = source.indexOf('=');
  if (equals > 0) return { key: source.slice(0, equals), content: withoutQuotes(source.slice(equals + 1)), at };
  return refuse('FW6016', `invalid literal source ${source}, expected key=value`, 'write key=value', at);
}

/** The text without the quotes around it, if there is the same one at both ends. */
function withoutQuotes(text: string): string {
  const quote = text[0];
  const isQuoted = text.length >= 2 && (quote === '"' || quote === "'") && text.endsWith(quote);
  return isQuoted ? text.slice(1, -1) : text;
}

/** Key and path of `key=path`, or of a path alone, whose last part is the key. As `ParseFileSource` of api/internal/generators does. */
function parseFileSource(source: string, at: Location): readonly [key: string, path: string] {
  const [first = '', second, ...more] = source.split('=');
  if (second === undefined) return [baseName(source), source];
  const quoted = JSON.stringify(source);
  if (more.length > 0) refuseSource(`source ${quoted} key name or file path contains '='`, at);
  if (first === '') refuseSource(`missing key name for file path ${JSON.stringify(second)} in source ${quoted}`, at);
  if (second === '') refuseSource(`missing file path for key name ${JSON.stringify(first)} in source ${quoted}`, at);
  return [first, second];
}

function refuseSource(message: string, at: Location): never {
  refuse('FW6016', message, 'write path or key=path', at);
}

/** As `path.Base` of Go. */
function baseName(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}
