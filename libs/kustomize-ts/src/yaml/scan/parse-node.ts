import type { Mark } from './cursor.ts';
import { begin, emptyScalar, maxDepth, type Properties } from './make-raw.ts';
import { isAny, nextToken, noComments, type Parser, peekToken, skipToken, takeComments } from './parser.ts';
import type { Raw } from './raw.ts';
import { refuseParse, refuseYaml, type Token, type TokenType } from './scanner.ts';

const blockPairEnds: ReadonlySet<TokenType> = new Set(['key', 'value', 'blockEnd']);
const blockItemEnds: ReadonlySet<TokenType> = new Set(['blockEntry', 'blockEnd']);
const looseItemEnds: ReadonlySet<TokenType> = new Set(['blockEntry', 'key', 'value', 'blockEnd']);

interface Place {
  /** Whether block collections may stand here. */
  readonly block: boolean;
  /** Whether a sequence may, that is no deeper than the mapping it is in. */
  readonly loose: boolean;
  readonly depth: number;
}

/** A node and all below it. */
export function parseNode(parser: Parser, place: Place): Raw {
  const first = peekToken(parser);
  if (place.depth > maxDepth) {
    const how = `Make it less deep: ${maxDepth} levels are read.`;
    refuseYaml(parser.scanner.source, 'FW5006', `exceeded max depth of ${maxDepth}`, first.start, how);
  }
  if (first.type === 'alias') return parseAlias(parser, first);
  const properties = parseProperties(parser, first);
  const token = peekToken(parser);
  if (place.loose && token.type === 'blockEntry') {
    const node = begin(parser, { kind: 'sequence', flow: false }, properties, noComments);
    return parseLooseSequence(parser, node, place.depth);
  }
  if (token.type === 'scalar') return parseScalar(parser, token, properties);
  if (token.type === 'flowSequence' || token.type === 'flowMapping') {
    return parseFlow(parser, token, properties, place.depth);
  }
  if (place.block && (token.type === 'blockSequence' || token.type === 'blockMapping')) {
    return parseBlock(parser, token, properties, place.depth);
  }
  if (properties.anchor !== '' || properties.tag !== '') {
    return begin(parser, { kind: 'scalar', flow: false }, properties, noComments);
  }
  return refuseParse(parser.scanner, properties.mark, 'did not find expected node content', token.start);
}

function parseAlias(parser: Parser, token: Token): Raw {
  const comments = takeComments(parser);
  const target = parser.anchors.get(token.value);
  if (target === undefined) {
    const how = 'Write the anchor above the alias, in the same document.';
    refuseYaml(
      parser.scanner.source,
      parser.scanner.source.code,
      `unknown anchor '${token.value}' referenced`,
      token.start,
      how,
    );
  }
  skipToken(parser);
  return { ...emptyScalar(token.start), kind: 'alias', value: token.value, target, ...comments };
}

/** Tag and anchor, in either order. */
function parseProperties(parser: Parser, first: Token): Properties {
  let anchor = '';
  let tag: Token | undefined;
  let token = first;
  for (let count = 0; count < 2; count++) {
    if (token.type === 'anchor' && anchor === '') anchor = token.value;
    else if (token.type === 'tag' && tag === undefined) tag = token;
    else break;
    token = nextToken(parser);
  }
  return { anchor, tag: tag === undefined ? '' : tagOf(parser, tag, first), mark: first.start };
}

function tagOf(parser: Parser, token: Token, first: Token): string {
  if (token.value === '') return token.suffix;
  const prefix = parser.handles.get(token.value);
  const tag = prefix === undefined ? '' : prefix + token.suffix;
  if (tag === '') refuseParse(parser.scanner, first.start, 'found undefined tag handle', token.start);
  return tag;
}

function parseScalar(parser: Parser, token: Token, properties: Properties): Raw {
  const comments = takeComments(parser);
  skipToken(parser);
  return begin(parser, { kind: 'scalar', flow: false, value: token.value, style: token.style }, properties, comments);
}

function parseBlock(parser: Parser, token: Token, properties: Properties, depth: number): Raw {
  const kind = token.type === 'blockSequence' ? 'sequence' : 'mapping';
  const head = parser.stem;
  parser.stem = '';
  const node = begin(parser, { kind, flow: false }, properties, { head, line: '', foot: '' });
  skipToken(parser);
  return kind === 'sequence'
    ? parseBlockSequence(parser, node, token.start, depth)
    : parseBlockMapping(parser, node, token.start, depth);
}

/** Passes a `-`. The comment above it goes to a block collection in the item as a whole. */
function skipEntry(parser: Parser): Token {
  const length = parser.head.length;
  const token = nextToken(parser);
  if (length > 0 && (token.type === 'blockSequence' || token.type === 'blockMapping')) {
    parser.stem = parser.head.slice(0, length);
    parser.head = parser.head.slice(length + 1);
  }
  return token;
}

function parseBlockSequence(parser: Parser, node: Raw, opened: Mark, depth: number): Raw {
  for (;;) {
    const token = peekToken(parser);
    if (token.type === 'blockEnd') break;
    if (token.type !== 'blockEntry') {
      refuseParse(parser.scanner, opened, "did not find expected '-' indicator", token.start);
    }
    const next = skipEntry(parser);
    const item = isAny(next, blockItemEnds)
      ? emptyScalar(token.end)
      : parseNode(parser, { block: true, loose: false, depth: depth + 1 });
    node.children.push(item);
  }
  skipToken(parser);
  node.line = '';
  return node;
}

function parseLooseSequence(parser: Parser, node: Raw, depth: number): Raw {
  for (let token = peekToken(parser); token.type === 'blockEntry'; token = peekToken(parser)) {
    const next = skipEntry(parser);
    const item = isAny(next, looseItemEnds)
      ? emptyScalar(token.end)
      : parseNode(parser, { block: true, loose: false, depth: depth + 1 });
    node.children.push(item);
  }
  return node;
}

function parseBlockMapping(parser: Parser, node: Raw, opened: Mark, depth: number): Raw {
  for (;;) {
    const token = peekToken(parser);
    if (token.type === 'blockEnd') break;
    if (token.type !== 'key') refuseParse(parser.scanner, opened, 'did not find expected key', token.start);
    skipToken(parser);
    const key = parsePairPart(parser, token.end, depth);
    node.children.push(key);
    passFootUp(node, key);
    const colon = peekToken(parser);
    if (colon.type === 'value') skipToken(parser);
    const value = colon.type === 'value' ? parsePairPart(parser, colon.end, depth) : emptyScalar(colon.start);
    node.children.push(value);
    liftFoot(key, value);
  }
  endCollection(parser, node);
  const last = node.children.at(-2);
  if (node.foot !== '' && last !== undefined) {
    last.foot = node.foot;
    node.foot = '';
  }
  return node;
}

function parsePairPart(parser: Parser, mark: Mark, depth: number): Raw {
  if (isAny(peekToken(parser), blockPairEnds)) return emptyScalar(mark);
  return parseNode(parser, { block: true, loose: true, depth: depth + 1 });
}

/** A foot of a key belongs to the pair above it. */
function passFootUp(node: Raw, key: Raw): void {
  const above = node.children.at(-3);
  if (key.foot === '' || above === undefined) return;
  above.foot = key.foot;
  key.foot = '';
}

/** A foot of a value is the foot of its pair. */
function liftFoot(key: Raw, value: Raw): void {
  if (key.foot !== '' || value.foot === '') return;
  key.foot = value.foot;
  value.foot = '';
}

function endCollection(parser: Parser, node: Raw): void {
  const { line, foot } = takeComments(parser);
  node.line = line;
  node.foot = foot;
  skipToken(parser);
}

function parseFlow(parser: Parser, token: Token, properties: Properties, depth: number): Raw {
  const kind = token.type === 'flowSequence' ? 'sequence' : 'mapping';
  const node = begin(parser, { kind, flow: true }, properties, takeComments(parser));
  skipToken(parser);
  const close = kind === 'sequence' ? 'flowSequenceEnd' : 'flowMappingEnd';
  for (let first = true; ; first = false) {
    let next = peekToken(parser);
    if (next.type === close) break;
    if (!first) {
      if (next.type !== 'flowEntry') {
        const expected = kind === 'sequence' ? "',' or ']'" : "',' or '}'";
        refuseParse(parser.scanner, token.start, `did not find expected ${expected}`, next.start);
      }
      next = nextToken(parser);
      if (next.type === close) break;
    }
    if (kind === 'mapping') parseFlowPair(parser, node, next, depth);
    else node.children.push(parseFlowItem(parser, next, depth));
  }
  endCollection(parser, node);
  return node;
}

const flowPairEnds: ReadonlySet<TokenType> = new Set(['value', 'flowEntry', 'flowMappingEnd']);
const flowItemEnds: ReadonlySet<TokenType> = new Set(['value', 'flowEntry', 'flowSequenceEnd']);

function parseFlowNode(parser: Parser, depth: number): Raw {
  return parseNode(parser, { block: false, loose: false, depth: depth + 1 });
}

function parseFlowPair(parser: Parser, node: Raw, token: Token, depth: number): void {
  if (token.type !== 'key') {
    node.children.push(parseFlowNode(parser, depth), emptyScalar(peekToken(parser).start));
    return;
  }
  const next = nextToken(parser);
  const key = isAny(next, flowPairEnds) ? emptyScalar(next.start) : parseFlowNode(parser, depth);
  const value = parseFlowValue(parser, flowPairEnds, depth);
  liftFoot(key, value);
  node.children.push(key, value);
}

function parseFlowValue(parser: Parser, ends: ReadonlySet<TokenType>, depth: number): Raw {
  const colon = peekToken(parser);
  if (colon.type !== 'value') return emptyScalar(colon.start);
  const next = nextToken(parser);
  if (next.type === 'value' || !isAny(next, ends)) return parseFlowNode(parser, depth);
  // Of a pair without braces, go-yaml says that the missing value stands at the colon.
  return emptyScalar(ends === flowItemEnds ? colon.start : next.start);
}

/** An item, or a pair that stands in a sequence without braces. */
function parseFlowItem(parser: Parser, token: Token, depth: number): Raw {
  if (token.type !== 'key') return parseFlowNode(parser, depth);
  const pair: Raw = { ...emptyScalar(token.start), kind: 'mapping', flow: true };
  const next = nextToken(parser);
  if (isAny(next, flowItemEnds)) {
    // go-yaml passes this token, whatever it is, once it has made the empty key.
    skipToken(parser);
    pair.children.push(emptyScalar(next.end));
  } else {
    pair.children.push(parseFlowNode(parser, depth + 1));
  }
  pair.children.push(parseFlowValue(parser, flowItemEnds, depth + 1));
  return pair;
}
