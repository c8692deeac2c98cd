import type { Location } from '@fleetwright/diagnostics';
import type { StringMap } from '../kustomization/types.ts';
import { refuse } from '../refusal.ts';
import { goInteger } from '../text/go-number.ts';
import { goQuote } from '../text/go-quote.ts';
import { compareText } from '../text/order.ts';
import { labelKeyProblems, labelValueProblems } from './label-syntax.ts';

/** Whether labels, or annotations, are what a selector wants. */
export type LabelMatcher = (labels: StringMap) => boolean;

const matchers = new Map<string, LabelMatcher>();

/** Selectors remembered; a build uses a handful. */
const limit = 1000;

/**
 * Reads a selector such as `app=web,tier in (a, b),!legacy`; an empty one takes everything. `at`: where it stands, for messages. Refuses (FW6018) what is none,
 * with the words of Kubernetes. As kyaml/yaml/internal/k8sgen/pkg/labels/selector.go does.
 */
export function parseLabelSelector(text: string, at?: Location): LabelMatcher {
  const found = matchers.get(text);
  if (found !== undefined) return found;
  const requirements = new SelectorParser(scan(text), at).parse();
  const matcher: LabelMatcher = (labels) => requirements.every((requirement) => requirement(labels));
  if (matchers.size >= limit) matchers.clear();
  matchers.set(text, matcher);
  return matcher;
}

const operators = ['=', '==', '!=', 'in', 'notin', '<', '>'] as const;
type Operator = (typeof operators)[number];
type TokenKind = Operator | ')' | '(' | ',' | '!' | 'identifier' | 'end' | 'error';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const signs: ReadonlyMap<string, TokenKind> = new Map([
  [')', ')'],
  [',', ','],
  ['!', '!'],
  ['==', '=='],
  ['=', '='],
  ['>', '>'],
  ['<', '<'],
  ['!=', '!='],
  ['(', '('],
]);

/** The tokens; the last one is the end, which a NUL is as well. */
function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const nul = text.indexOf('\0');
  const source = nul < 0 ? text : text.slice(0, nul);
  const pattern = /[ \t\r\n]*(?:([=!(),><]+)|([^=!(),>< \t\r\n]+))/y;
  for (let match = pattern.exec(source); match !== null; match = pattern.exec(source)) {
    const [, special, word = ''] = match;
    if (special === undefined)
      tokens.push({ kind: word === 'in' || word === 'notin' ? word : 'identifier', text: word });
    else tokens.push(...scanSigns(special));
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

/** Signs that follow each other: always the longest that is one. */
function scanSigns(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const two = text.slice(position, position + 2);
    const sign = signs.has(two) ? two : text.charAt(position);
    tokens.push({ kind: signs.get(sign) ?? 'error', text: sign });
    position += sign.length;
  }
  return tokens;
}

class SelectorParser {
  readonly #tokens: readonly Token[];
  readonly #at: Location | undefined;
  #position = 0;

  constructor(tokens: readonly Token[], at: Location | undefined) {
    this.#tokens = tokens;
    this.#at = at;
  }

  parse(): readonly LabelMatcher[] {
    const requirements: { readonly key: string; readonly matcher: LabelMatcher }[] = [];
    let next = this.#peek();
    while (next.kind !== 'end') {
      if (!beginsRequirement(next)) this.#fail(`found '${next.text}', expected: !, identifier, or 'end of string'`);
      requirements.push(this.#requirement());
      const separator = this.#take();
      if (separator.kind === 'end') break;
      if (separator.kind !== ',') this.#fail(`found '${separator.text}', expected: ',' or 'end of string'`);
      next = this.#peek();
      if (!beginsRequirement(next)) this.#fail(`found '${next.text}', expected: identifier after ','`);
    }
    return requirements.map(({ matcher }) => matcher);
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#position, this.#tokens.length - 1)] ?? { kind: 'end', text: '' };
  }

  #take(): Token {
    const token = this.#peek();
    this.#position++;
    return token;
  }

  #fail(problem: string): never {
    return refuse(
      'FW6018',
      problem,
      'A selector is a list of `key=value`, `key!=value`, `key in (a, b)`, `key notin (a, b)`, `key` and `!key` with commas between.',
      this.#at,
    );
  }

  #failRequirement(problem: string): never {
    return this.#fail(`unable to parse requirement: ${problem}`);
  }

  #requirement(): { readonly key: string; readonly matcher: LabelMatcher } {
    let token = this.#take();
    const isNegated = token.kind === '!';
    if (isNegated) token = this.#take();
    if (!isIdentifier(token)) this.#failRequirement(`found '${token.text}', expected: identifier`);
    const key = token.text;
    this.#checkKey(key);
    const next = this.#peek();
    if (isNegated || next.kind === 'end' || next.kind === ',') {
      return { key, matcher: (labels) => labels.has(key) !== isNegated };
    }
    const operator = this.#operator();
    const values = operator === 'in' || operator === 'notin' ? this.#values() : new Set([this.#exactValue()]);
    return { key, matcher: this.#matcher(key, operator, values) };
  }

  #checkKey(key: string): void {
    const problems = labelKeyProblems(key);
    if (problems.length > 0) this.#failRequirement(`invalid label key ${goQuote(key)}: ${problems.join('; ')}`);
  }

  #operator(): Operator {
    const token = this.#take();
    const operator = operators.find((each) => each === token.kind);
    return operator ?? this.#failRequirement(`found '${token.text}', expected: '=', '!=', '==', 'in', notin'`);
  }

  #exactValue(): string {
    const next = this.#peek();
    if (next.kind === 'end' || next.kind === ',') return '';
    const token = this.#take();
    return isIdentifier(token) ? token.text : this.#failRequirement(`found '${token.text}', expected: identifier`);
  }

  /** `(a, b)`; commas without anything between stand for the empty text. */
  #values(): ReadonlySet<string> {
    const open = this.#take();
    if (open.kind !== '(') this.#failRequirement(`found '${open.text}' expected: '('`);
    const first = this.#peek();
    if (first.kind === ')') {
      this.#take();
      return new Set(['']);
    }
    if (!isIdentifier(first) && first.kind !== ',') {
      this.#failRequirement(`found '${first.text}', expected: ',', ')' or identifier`);
    }
    const values = this.#identifiers();
    if (this.#take().kind !== ')') this.#failRequirement(`found '${first.text}', expected: ')'`);
    return values;
  }

  #identifiers(): ReadonlySet<string> {
    const values = new Set<string>();
    while (true) {
      const token = this.#take();
      if (isIdentifier(token)) {
        values.add(token.text);
        const next = this.#peek();
        if (next.kind === ')') return values;
        if (next.kind !== ',') this.#failRequirement(`found '${next.text}', expected: ',' or ')'`);
      } else if (token.kind === ',') {
        if (values.size === 0) values.add('');
        const next = this.#peek();
        if (next.kind === ')' || next.kind === ',') values.add('');
        if (next.kind === ')') return values;
        if (next.kind === ',') this.#take();
      } else this.#failRequirement(`found '${token.text}', expected: ',', or identifier`);
    }
  }

  #matcher(key: string, operator: Operator, values: ReadonlySet<string>): LabelMatcher {
    const numbers = operator === '<' || operator === '>' ? [...values].map(goInteger) : [];
    if (numbers.includes(undefined)) {
      this.#failRequirement("for 'Gt', 'Lt' operators, the value must be an integer");
    }
    for (const value of [...values].sort(compareText)) {
      const [problem] = labelValueProblems(key, value);
      if (problem !== undefined) this.#failRequirement(problem);
    }
    const [bound = 0n] = numbers;
    if (operator === '<') return (labels) => compared(labels.get(key), (value) => value < bound);
    if (operator === '>') return (labels) => compared(labels.get(key), (value) => value > bound);
    const isNegated = operator === '!=' || operator === 'notin';
    return (labels) => {
      const value = labels.get(key);
      return (value !== undefined && values.has(value)) !== isNegated;
    };
  }
}

function beginsRequirement(token: Token): boolean {
  return isIdentifier(token) || token.kind === '!';
}

/** Operators that are words are identifiers where no operator belongs. */
function isIdentifier(token: Token): boolean {
  return token.kind === 'identifier' || token.kind === 'in' || token.kind === 'notin';
}

function compared(text: string | undefined, test: (value: bigint) => boolean): boolean {
  const value = text === undefined ? undefined : goInteger(text);
  return value !== undefined && test(value);
}
