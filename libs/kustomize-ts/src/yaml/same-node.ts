import type { Node } from './node.ts';

/** Whether two nodes are the same in all that is written: values, tags, styles, order of keys, and places, as `reflect.DeepEqual` of Go compares them. */
export function isSameNode(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.line !== b.line || a.column !== b.column) return false;
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.value === b.value && a.tag === b.tag && a.style === b.style;
  if (a.kind === 'sequence') {
    return (
      b.kind === 'sequence' &&
      a.items.length === b.items.length &&
      a.items.every((item, index) => isSameOrBoth(item, b.items[index]))
    );
  }
  return (
    b.kind === 'mapping' &&
    a.entries.length === b.entries.length &&
    a.entries.every(({ key, value }, index) => {
      const other = b.entries[index];
      return isSameOrBoth(key, other?.key) && isSameOrBoth(value, other?.value);
    })
  );
}

function isSameOrBoth(a: Node, b: Node | undefined): boolean {
  return b !== undefined && isSameNode(a, b);
}
