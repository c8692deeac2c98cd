import { refuse } from '../refusal.ts';
import { formatFloatG } from '../text/go-number.ts';
import { analyze } from './analyze.ts';
import { isBeforeV3, sortByKey } from './key-order.ts';
import { mapping, type Node, nullNode, type Scalar, type ScalarStyle, scalar, sequence } from './node.ts';
import { resolvePlain } from './resolve-value.ts';
import { isTyped } from './scalar-text.ts';
import { isMap, type Value } from './value.ts';

/**
 * The nodes of a value as RNode.UnmarshalJSON of kyaml makes them: numbers as float64, keys in the order of go-yaml v3, written by it and read again. Refuses
 * (FW6020) text that it writes but cannot read.
 */
export function fromValue(value: Value): Node {
  if (value === null) return nullNode;
  if (typeof value === 'object') {
    let node = known.get(value);
    if (node === undefined) {
      node = collectionNode(value);
      known.set(value, node);
    }
    return node;
  }
  if (typeof value === 'string') return stringNode(value, false);
  return typeof value === 'boolean' ? scalar(String(value), '!!bool') : numberNode(Number(value));
}

/** Collections never change, so that each becomes one node: what patches leave alone stays the same in all that share it. */
const known = new WeakMap<object, Node>();

function collectionNode(value: Extract<Value, object>): Node {
  if (isMap(value)) {
    const entries = sortByKey([...value], ([key]) => key, isBeforeV3);
    const nodes = entries.map(([key, item]) => ({ key: stringNode(key, true), value: fromValue(item) }));
    return { ...mapping(nodes), flow: nodes.length === 0 };
  }
  const items = value.map(fromValue);
  return { ...sequence(items), flow: items.length === 0 };
}

function numberNode(number: number): Scalar {
  const text = formatFloatG(number);
  return scalar(text, resolvePlain(text).tag);
}

function stringNode(text: string, isKey: boolean): Scalar {
  const style = styleOf(text, isKey);
  if (style === 'literal' && text.startsWith('\t')) {
    const message = 'yaml: found a tab character where an indentation space is expected';
    refuse('FW6020', message, 'begin the text with something else', undefined);
  }
  return text === '<<' && style === 'plain' ? scalar(text, '!!merge') : scalar(text, '!!str', style);
}

/** The style that go-yaml v3 gives a text that had none. */
function styleOf(text: string, isKey: boolean): ScalarStyle {
  const { multiline, plain, single, block } = analyze(text, true);
  // A key of many lines is none that stands on one, so that it may be a block.
  if (text.includes('\n')) return block ? 'literal' : 'double';
  if (isTyped(text) || (isKey && text === '')) return 'double';
  return plain && !multiline ? 'plain' : single ? 'single' : 'double';
}
