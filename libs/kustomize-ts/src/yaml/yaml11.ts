import { refuse as refuseFile } from '../refusal.ts';
import { decodeBase64 } from '../text/base64.ts';
import { looseTextOfBytes } from '../text/utf8.ts';
import { decodeText } from './documents.ts';
import { count, type Expansion, expandDocument, expandedOf, type Pair, placeOf, scalarKey } from './expand.ts';
import { firstDocument } from './first-document.ts';
import { type Entry, type Mapping, type Node, nullNode, type Scalar } from './node.ts';
import { shortTag } from './resolve.ts';
import { plainTag11, type Resolved11, resolve11 } from './resolve11.ts';
import type { Raw } from './scan/raw.ts';
import { newBudget, refuseYaml, type Source } from './scan/scanner.ts';
import type { Maker } from './swift/line.ts';
import { empty, readSwiftly } from './swift/read.ts';

/**
 * Reads the first document of a kustomization file or of the configuration of a plugin as sigs.k8s.io/yaml does, on top of go-yaml v2: YAML 1.1 with
 * `yes` and `on` for true, aliases and merge keys followed, the last of two equal keys in the place of the first, keys that are numbers or booleans as text.
 * Values of scalars are as JSON has them (`true` for `yes`, `511` for `0777`). Null when there is no document. Refuses (FW6002) what is not YAML, `prefix`
 * before the words of go-yaml, and (FW5006) what is too large, too deep or not UTF-8. `strict`: keys that are there twice are refused (FW6002).
 */
export function readYaml11(content: string | Uint8Array, file: string, prefix = '', strict = false): Node {
  const message = (problem: string): string => prefix + problem;
  const text = decodeText(content, file);
  const budget = newBudget();
  const swift = readSwiftly(text, 0, maker, budget);
  if (swift !== undefined) return swift === empty ? nullNode : swift;
  const source: Source = { text, lineOffset: 0, file, dialect: 2, message, comments: false, code: 'FW6002', budget };
  const document = firstDocument(source);
  if (document === undefined) return nullNode;
  const twice: Entry[] = [];
  const entries = (pairs: readonly Pair[], _: Raw, expansion: Expansion) => entriesOf(pairs, expansion, twice);
  const node = expandDocument(document, source, { scalar: scalarOf, entries });
  if (strict && twice.length > 0) refuseTwice(twice, file, message);
  return node;
}

function refuseTwice(twice: readonly Entry[], file: string, message: (problem: string) => string): never {
  const problems = twice.map(({ key, value }) => `\n  line ${value.line}: key "${key.value}" already set in map`);
  const at = twice.map(({ key: { line, column } }) => ({ file, line, column }))[0];
  return refuseFile('FW6002', message(`yaml: unmarshal errors:${problems.join('')}`), 'Write each key once.', at);
}

const maker: Maker = {
  scalar(value, style, line, column) {
    const resolved = resolve11({ tag: '', value, style });
    if (resolved === undefined || isEndless(resolved)) return undefined;
    return { kind: 'scalar', ...resolved, style, line, column };
  },
  refuses(keys) {
    // Merge keys, keys that are no text, and keys that are there twice have rules of their own.
    const names = new Set<string>();
    for (const { key } of keys) {
      if (key.tag !== '!!str' || key.value === '<<') return true;
      names.add(key.value);
    }
    return names.size < keys.length;
  },
};

function scalarOf(raw: Raw, expansion: Expansion): Scalar {
  const { style } = raw;
  const resolved = resolve11(raw);
  if (resolved === undefined) {
    const problem = `cannot decode ${plainTag11(raw)} \`${raw.value}\` as a ${shortTag(raw.tag)}`;
    refuse(expansion, raw, problem, 'Write what the tag says, or take the tag away.');
  }
  if (isEndless(resolved)) {
    const number = resolved.value.includes('a') ? 'NaN' : `${resolved.value.startsWith('-') ? '-' : '+'}Inf`;
    refuseWords(
      expansion,
      raw,
      `json: unsupported value: ${number}`,
      'JSON has no such number: write text or another.',
    );
  }
  const { tag, value } = resolved.tag === '!!binary' ? binary(raw, expansion) : resolved;
  return { kind: 'scalar', tag, value, style, ...placeOf(raw, expansion) };
}

/** Whether it is a number that JSON has not. */
function isEndless({ tag, value }: Resolved11): boolean {
  return tag === '!!float' && /^[-+]?\.(?:inf|nan)$/i.test(value);
}

/** Refuses with words that are not those of go-yaml. */
function refuseWords({ source }: Expansion, { mark }: Raw, problem: string, how: string): never {
  refuseYaml({ ...source, message: () => source.message(problem) }, source.code, problem, mark, how);
}

function binary(raw: Raw, expansion: Expansion): { readonly tag: string; readonly value: string } {
  const bytes = decodeBase64(raw.value);
  if (bytes === undefined) {
    refuse(expansion, raw, '!!binary value contains invalid base64 data', 'Write the data as base64.');
  }
  return { tag: '!!str', value: looseTextOfBytes(bytes) };
}

function refuse({ source }: Expansion, { mark }: Raw, problem: string, how: string): never {
  refuseYaml(source, source.code, problem, mark, how);
}

/** One after the other: a key takes the place of an equal one before it, be it from a merge or not. */
function entriesOf(pairs: readonly Pair[], expansion: Expansion, twice: Entry[]): readonly Entry[] {
  const entries = new Map<string, Entry>();
  const put = (entry: Entry): void => {
    if (entries.has(entry.key.value)) twice.push(entry);
    entries.set(entry.key.value, entry);
  };
  for (const pair of pairs) {
    if (isMerge(pair.rawKey)) {
      for (const { entries: merged } of mappingsOf(pair.rawValue, expansion)) {
        for (const entry of merged) put(entry);
      }
    } else {
      const key = keyOf(pair, expansion);
      put({ key, value: pair.value });
    }
  }
  return [...entries.values()];
}

function isMerge({ kind, value, tag, style }: Raw): boolean {
  if (kind !== 'scalar' || value !== '<<') return false;
  return tag === '!' || (tag === '' && style === 'plain') || shortTag(tag) === '!!merge';
}

/** Keys are text in JSON. */
function keyOf(pair: Pair, expansion: Expansion): Scalar {
  const key = scalarKey(pair, expansion);
  if (key.tag !== '!!null') return key.tag === '!!str' ? key : { ...key, tag: '!!str' };
  const problem = 'unsupported map key of type: %!s(<nil>), key: <nil>';
  return refuseWords(expansion, pair.rawKey, problem, 'Write a key in front of the colon.');
}

/** The mappings a merge key names; of a list, the first comes last, so that it wins. */
function mappingsOf(value: Raw, expansion: Expansion): Mapping[] {
  const { node, size } = expandedOf(value, expansion);
  if (node.kind === 'mapping') {
    count(expansion, size, value.mark);
    return [node];
  }
  if (
    value.kind !== 'sequence' ||
    value.children.some((child) => expandedOf(child, expansion).node.kind !== 'mapping')
  ) {
    refuse(expansion, value, 'map merge requires map or sequence of maps as the value', 'Name mappings under <<.');
  }
  return value.children.toReversed().flatMap((child) => mappingsOf(child, expansion));
}
