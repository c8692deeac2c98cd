import { byteLength, bytesOfText } from '../text/utf8.ts';
import { analyze } from './analyze.ts';
import { type Emitter, put, writeLine } from './emitter.ts';
import { foldedText } from './folded.ts';
import type { Scalar, ScalarStyle } from './node.ts';
import { doubleText, literalText, plainText, singleText, type Written } from './quote.ts';
import { resolvePlain } from './resolve-value.ts';
import { writtenTag } from './scalar-value.ts';

/** Whether a key can stand in front of its `:` on one line, as `yaml_emitter_check_simple_key` of go-yaml finds it. */
export function isSimpleKey(key: Scalar): boolean {
  if (analyze(key.value, true).multiline) return false;
  return byteLength(key.value) + byteLength(tagText(key)) <= 128;
}

/** Writes a scalar, its lines indented by `indent`. */
export function writeScalar(emitter: Emitter, node: Scalar, indent: number, isKey: boolean): void {
  const tag = tagText(node);
  if (tag !== '') {
    putSpaced(emitter, tag);
    emitter.indention = false;
  }
  const { value } = node;
  const style = chosenStyle(node, emitter.flowLevel > 0, isKey, tag !== '');
  if (style === 'plain' && value === '') {
    emitter.indention = false;
    return;
  }
  const spot = { column: emitter.column + Number(!emitter.whitespace), indent, width: Infinity };
  if (style === 'plain') putSpaced(emitter, plainText(value, spot));
  else if (style === 'single') putSpaced(emitter, singleText(value, spot));
  else if (style === 'double') putSpaced(emitter, doubleText(value, spot));
  else writeBlock(emitter, style === 'literal' ? literalText(value, indent) : foldedText(value, indent), indent);
}

/** Writes text of one line or more behind a space, where there is none yet. */
function putSpaced(emitter: Emitter, text: string): void {
  put(emitter, emitter.whitespace ? text : ` ${text}`);
  const lastLine = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\u2028'), text.lastIndexOf('\u2029'));
  if (lastLine >= 0) emitter.footIndent = -1;
  if (lastLine >= 0) emitter.column = text.length - lastLine - 1;
  emitter.whitespace = false;
  emitter.indention = false;
}

/** The comment at the end of the line stands behind the indicators of the block. */
function writeBlock(emitter: Emitter, { text, open }: Written, indent: number): void {
  const end = text.indexOf('\n');
  putSpaced(emitter, text.slice(0, end));
  const outer = emitter.indent;
  emitter.indent = indent;
  writeLine(emitter, true);
  emitter.indent = outer;
  put(emitter, text.slice(end + 1));
  emitter.column = open ? 0 : emitter.column;
  emitter.whitespace = true;
  emitter.indention = open;
}

/** The style asked for, or the next that can hold the text where it stands. */
function chosenStyle(node: Scalar, flow: boolean, isKey: boolean, isTagged: boolean): ScalarStyle {
  const { value } = node;
  const { multiline, plain, flowPlain, single, block } = analyze(value, true);
  const style = isKey && multiline ? 'double' : askedStyle(node, isTagged);
  if (style === 'double') return style;
  if (style === 'literal' || style === 'folded') return block && !flow && !isKey ? style : 'double';
  const isPlain = (flow ? flowPlain : plain) && !(isKey && value === '');
  return style === 'plain' && isPlain ? style : single ? 'single' : 'double';
}

function askedStyle({ style, tag, value }: Scalar, isTagged: boolean): ScalarStyle {
  if (style !== 'plain') return style;
  if (value.includes('\n')) return 'literal';
  return tag === '!!str' && !isTagged && resolvePlain(value).tag !== '!!str' ? 'double' : 'plain';
}

const kept = /[A-Za-z0-9_\-;/?:@&=+$,.~*'()[\]]/;

/** The tag that is written in front of it. */
function tagText(node: Scalar): string {
  const tag = writtenTag(node);
  if (tag === '') return '';
  if (tag.startsWith('!!')) return `!!${escapedTag(tag.slice(2))}`;
  return tag.startsWith('!') ? `!${escapedTag(tag.slice(1))}` : `!<${escapedTag(tag)}>`;
}

function escapedTag(tag: string): string {
  return Array.from(tag, (character) => (kept.test(character) ? character : percents(character))).join('');
}

function percents(character: string): string {
  const bytes = Array.from(bytesOfText(character), (byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
  return bytes.map((byte) => `%${byte}`).join('');
}
