import type { Location } from '@fleetwright/diagnostics';
import { refuse } from '../refusal.ts';
import { decodeBase64 } from '../text/base64.ts';
import type { Timestamp } from '../text/go-time.ts';
import { looseTextOfBytes } from '../text/utf8.ts';
import { rereadFolded } from './folded.ts';
import type { Node, Scalar } from './node.ts';
import { type Resolved, resolvePlain, resolveTagged } from './resolve-value.ts';

/** Where a scalar stands in a document that go-yaml v3 writes, as far as that changes what is read again. */
export interface Place {
  /** Inside a flow collection. */
  readonly flow: boolean;
  readonly key: boolean;
  readonly file: string | undefined;
}

/** What JSON can hold of a scalar. Integers beyond 2^53 are bigints. */
export type ScalarValue = null | boolean | number | bigint | string;

/** A scalar read again: its text, and the tag and value that go-yaml gives it. */
export interface Reread extends Resolved {
  readonly text: string;
}

/**
 * What remains of a scalar when kyaml writes it with go-yaml v3 and reads it again, as RNode.MarshalJSON does: quotes make text of anything, a tag that
 * the plain text does not imply is written too, plain text gets the type it looks like. Refuses (FW6020) what cannot be read again.
 */
export function reread(node: Scalar, place: Place): Reread {
  const tag = writtenTag(node);
  const text = blockText(node, place);
  if (tag === '') {
    const resolved = isPlain(node, place) ? resolvePlain(text) : undefined;
    return resolved === undefined ? { tag: '!!str', value: text, text } : { ...resolved, text };
  }
  const resolved = resolveTagged(tag, text);
  if (resolved === undefined) {
    const { tag: found } = resolvePlain(text, tag === '!!timestamp');
    problem(node, place, `yaml: cannot decode ${found} \`${text}\` as a ${tag}`, 'give it the tag of what it is');
  }
  return tag === '!!binary' ? { ...resolved, value: bytesText(node, place, text), text } : { ...resolved, text };
}

/** The tag that go-yaml writes in front of it: none where the text alone tells as much. */
export function writtenTag(node: Scalar): string {
  const { tag } = node;
  if (tag === '' || node.tagged === true) return tag;
  if (tag === '!!str') return '';
  return resolvePlain(node.value).tag === tag ? '' : tag;
}

/** Whether it is written without quotes, as far as text that is no plain text matters. */
function isPlain(node: Scalar, { flow, key }: Place): boolean {
  const { tag, style, value } = node;
  if (style !== 'plain' || tag === '!!str') return false;
  if (value === '') return !flow && !key;
  return !(flow && value.includes(':'));
}

const spaceAtEnd = / (?:$|[\n\u2028\u2029])/;
const unprintable = /[^\t\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** Its text after it was written and read as a block, where it is one; some blocks are not read as they were written. */
function blockText(node: Scalar, place: Place): string {
  const { value, style } = node;
  const isBlock = style === 'folded' || style === 'literal' || (style === 'plain' && value.includes('\n'));
  if (!isBlock || place.flow || value === '' || spaceAtEnd.test(value) || unprintable.test(value)) return value;
  if (place.key && !/[\n\u2028\u2029]/.test(value)) return value;
  if (value.startsWith('\t')) {
    const words = 'found a tab character where an indentation space is expected';
    problem(node, place, `yaml: line ${node.line}: ${words}`, 'write the text in double quotes, with \\t');
  }
  return style === 'folded' ? rereadFolded(value) : value;
}

function bytesText(node: Scalar, place: Place, text: string): string {
  const bytes = decodeBase64(text);
  const words = 'yaml: !!binary value contains invalid base64 data';
  return bytes === undefined ? problem(node, place, words, 'mend the base64 text') : looseTextOfBytes(bytes);
}

/** What JSON makes of a value. Refuses (FW6020) numbers that are none and times that JSON does not allow. */
export function jsonScalar(value: Resolved['value'], node: Scalar, place: Place): ScalarValue {
  if (typeof value === 'bigint') {
    const isExact = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
    return isExact ? Number(value) : value;
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : endless(value, node, place);
  return typeof value === 'object' && value !== null ? timeText(value, node, place) : value;
}

function endless(value: number, node: Scalar, place: Place): never {
  const name = Number.isNaN(value) ? 'NaN' : value < 0 ? '-Inf' : '+Inf';
  return problem(node, place, `json: unsupported value: ${name}`, 'put it in quotes when it is text');
}

function timeText({ text, hours }: Timestamp, node: Scalar, place: Place): string {
  const words = 'Time.MarshalJSON: timezone hour outside of range [0,23]';
  if (hours <= 23) return text;
  return problem(node, place, `json: error calling MarshalJSON for type time.Time: ${words}`, 'put it in quotes');
}

function problem(node: Scalar, { file }: Place, message: string, hint: string): never {
  return refuse('FW6020', message, hint, locationOf(node, file));
}

/** Where a node stands, for messages. */
export function locationOf({ line, column }: Node, file: string | undefined): Location | undefined {
  if (file === undefined) return undefined;
  return line > 0 ? { file, line, column } : { file };
}
