import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { formatNode } from '../yaml/format-node.ts';
import { get, type Node, set, textOf } from '../yaml/node.ts';
import { readNode } from '../yaml/read.ts';
import { mergeStrategic } from './merge.ts';
import { builtInSchema } from './openapi.ts';

const shared = process.env['FLEETWRIGHT_SHARED'] ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const file = join(shared, 'kustomize/merge2.json');
const hasCases = existsSync(file);

if (!hasCases) process.stderr.write(`skipped: no ${file} (FLEETWRIGHT_SHARED) to compare with\n`);

interface Case {
  readonly name: string;
  readonly source: string;
  readonly dest: string;
  readonly infer: boolean;
  readonly listIncreaseDirection: 'append' | 'prepend';
  readonly expect: readonly { readonly yaml: string }[];
}

function isCases(value: unknown): value is { readonly cases: readonly Case[] } {
  return typeof value === 'object' && value !== null && 'cases' in value;
}

function readCases(): readonly Case[] {
  if (!hasCases) return [];
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return isCases(document) ? document.cases : [];
}

test.skipIf(!hasCases)('all of them', () => {
  expect(readCases()).toHaveLength(48);
});

test.for(readCases())('$name', (each) => {
  const [dest, source] = [each.dest, each.source].map((text) => readNode(text, 'test.yaml', { comments: true }));
  if (dest === undefined || source === undefined) throw new Error('nothing to merge');
  const prepend = each.listIncreaseDirection === 'prepend';
  const merged = mergeStrategic(dest, source, { types: builtInSchema, infer: each.infer, prepend });
  const expected = readNode(evenly(each.expect[0]?.yaml ?? ''), 'expected.yaml', { comments: true });
  expect(normalText(merged)).toBe(normalText(expected));
});

/** Two of the texts lost the indentation of their first line, and have that of the test on the others. */
function evenly(text: string): string {
  return /^apiVersion: .*\n {4}kind: /.test(text) ? text.replaceAll(/^ {4}/gm, '') : text;
}

/** As upstream compares: both formatted, which sorts the containers of a Deployment by name. */
function normalText(node: Node | undefined): string {
  if (node === undefined) return '';
  return formatNode(get(node, 'kind') === undefined ? node : sorted(node, ['spec', 'template', 'spec', 'containers']));
}

function sorted(node: Node, [key, ...path]: readonly string[]): Node {
  if (key === undefined) {
    if (node.kind !== 'sequence') return node;
    return { ...node, items: node.items.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)) };
  }
  const value = get(node, key);
  return node.kind === 'mapping' && value !== undefined ? set(node, key, sorted(value, path)) : node;
}

function nameOf(node: Node): string {
  return textOf(get(node, 'name')) ?? '';
}
