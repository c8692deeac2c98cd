import { splitBracketedPath } from '../fields/field-path.ts';
import { Refusal } from '../refusal.ts';
import { lookUp } from '../replacement/look-up.ts';
import { goInteger } from '../text/go-number.ts';
import type { Mapping, Node, Scalar } from '../yaml/node.ts';
import type { VarValue } from './expand.ts';

/** What a field holds. `other`: a mapping or a list, which cannot stand in a text. */
export type FieldValue = VarValue | { readonly type: 'other' };

/**
 * The value at the end of a path such as `spec.ports[0].port`; `undefined` when there is none, or it is no value of the type it claims. As `GetFieldValue`
 * of kyaml/yaml/rnode.go has it.
 */
export function varValue(object: Mapping, path: string): FieldValue | undefined {
  const found = lookedUp(object, splitBracketedPath(path, '.').flatMap(withIndex));
  if (found === undefined) return undefined;
  return found.kind === 'scalar' ? scalarValue(found) : { type: 'other' };
}

function lookedUp(object: Mapping, path: readonly string[]): Node | undefined {
  try {
    return lookUp(object, path)?.node;
  } catch (problem) {
    if (problem instanceof Refusal) return undefined;
    throw problem;
  }
}

/** `ports[0]` is two parts. */
function withIndex(part: string): readonly string[] {
  const [, name, index] = /^([^\n]*)\[(\d+)\]$/.exec(part) ?? [];
  if (name === undefined || index === undefined) return [part];
  return name === '' ? [index] : [name, index];
}

function scalarValue({ tag, value }: Scalar): VarValue | undefined {
  switch (tag) {
    case '!!int': {
      const number = goInteger(value);
      return number === undefined ? undefined : { type: 'int', text: number.toString() };
    }
    case '!!float':
      return floatValue(value);
    case '!!bool':
      return boolValue(value);
    default:
      return { type: 'string', text: value };
  }
}

/** As `strconv.ParseFloat` reads it, all digits written out. Those of YAML that Go cannot read (`.inf`, `1_000.5`) are no values. */
function floatValue(value: string): VarValue | undefined {
  if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? { type: 'float', text: plainDigits(number) } : undefined;
}

function plainDigits(number: number): string {
  const text = Object.is(number, -0) ? '-0' : String(number);
  const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?e([-+]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

/** As `strconv.ParseBool` reads it. */
function boolValue(value: string): VarValue | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value)) return { type: 'bool', text: 'true' };
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(value)) return { type: 'bool', text: 'false' };
  return undefined;
}
