import { emptyScalar } from './make-raw.ts';
import { parseNode } from './parse-node.ts';
import { isAny, nextToken, type Parser, parserOf, peekToken, skipToken, takeComments } from './parser.ts';
import type { Raw, RawDocument } from './raw.ts';
import { refuseParse, type Source, type TokenType } from './scanner.ts';

const directives: ReadonlySet<TokenType> = new Set(['versionDirective', 'tagDirective']);
const documentEnds: ReadonlySet<TokenType> = new Set([
  'versionDirective',
  'tagDirective',
  'documentStart',
  'documentEnd',
  'streamEnd',
]);

/** The first document of the text, or nothing when there is none. What follows it is not read, as kustomize does not. */
export function parseDocument(source: Source): RawDocument | undefined {
  const parser = parserOf(source);
  const first = peekToken(parser);
  if (first.type === 'streamEnd') return undefined;
  let head = '';
  let root: Raw;
  if (first.type === 'documentStart' || isAny(first, directives)) {
    root = parseExplicit(parser);
  } else {
    addDefaultHandles(parser);
    head = splitHead(parser);
    root = parseNode(parser, { block: true, loose: false, depth: 0 });
  }
  if (peekToken(parser).type === 'documentEnd') skipToken(parser);
  const comments = takeComments(parser);
  return { root, head, foot: comments.foot === '' ? comments.head : comments.foot };
}

function parseExplicit(parser: Parser): Raw {
  readDirectives(parser);
  const token = peekToken(parser);
  if (token.type !== 'documentStart') {
    refuseParse(parser.scanner, undefined, 'did not find expected <document start>', token.start);
  }
  const next = nextToken(parser);
  if (isAny(next, documentEnds)) return emptyScalar(next.start);
  return parseNode(parser, { block: true, loose: false, depth: 0 });
}

function readDirectives(parser: Parser): void {
  let version = false;
  for (let token = peekToken(parser); isAny(token, directives); token = nextToken(parser)) {
    if (token.type === 'versionDirective') {
      if (version) refuseParse(parser.scanner, undefined, 'found duplicate %YAML directive', token.start);
      if (token.value !== '1.1')
        refuseParse(parser.scanner, undefined, 'found incompatible YAML document', token.start);
      version = true;
    } else {
      if (parser.handles.has(token.value)) {
        refuseParse(parser.scanner, undefined, 'found duplicate %TAG directive', token.start);
      }
      parser.handles.set(token.value, token.suffix);
    }
  }
  addDefaultHandles(parser);
}

function addDefaultHandles(parser: Parser): void {
  if (!parser.handles.has('!')) parser.handles.set('!', '!');
  if (!parser.handles.has('!!')) parser.handles.set('!!', 'tag:yaml.org,2002:');
}

/** The comment before an empty line above the document belongs to the whole of it. */
function splitHead(parser: Parser): string {
  const text = parser.head;
  for (let index = text.length - 1; index > 0; index--) {
    if (text[index] !== '\n') continue;
    if (index !== text.length - 1 && text[index - 1] !== '\n') continue;
    parser.head = text.slice(index + 1);
    return text.slice(0, index === text.length - 1 ? index : index - 1);
  }
  return '';
}
