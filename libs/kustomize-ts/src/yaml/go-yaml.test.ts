import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import type { Node } from './node.ts';
import { readDocuments } from './read.ts';
import { readYaml11 } from './yaml11.ts';

interface Recorded {
  readonly text: string;
  /** What `kio.FromBytes` of kyaml gave: scalars as [tag (and `!` when written), style, value], collections as items under `-`, `:`, `[]` or `{}`; or its error. */
  readonly documents: unknown;
  /** JSON that sigs.k8s.io/yaml made, or the beginning of its error. */
  readonly yaml11: unknown;
}

// Texts that are odd, or random, with the answers of kyaml 0.21.1 and sigs.k8s.io/yaml 1.5.0, as kustomize 5.8.1 has them.
const recorded: unknown = JSON.parse(readFileSync(new URL('./testdata/go-yaml.json', import.meta.url), 'utf8'));
const cases = isRecorded(recorded) ? recorded : [];

function isRecorded(value: unknown): value is readonly Recorded[] {
  return Array.isArray(value);
}

function short(node: Node): unknown {
  if (node.kind === 'scalar') return [node.tag + (node.tagged === true ? '!' : ''), node.style, node.value];
  if (node.kind === 'sequence') return { [node.flow ? '[]' : '-']: node.items.map(short) };
  return { [node.flow ? '{}' : ':']: node.entries.flatMap(({ key, value }) => [short(key), short(value)]) };
}

function json(node: Node): unknown {
  if (node.kind === 'sequence') return node.items.map(json);
  if (node.kind === 'mapping') {
    return Object.fromEntries(node.entries.map(({ key, value }) => [key.value, json(value)]));
  }
  switch (node.tag) {
    case '!!null':
      return null;
    case '!!bool':
      return node.value === 'true';
    case '!!int':
    case '!!float':
      return Number(node.value);
    default:
      return node.value;
  }
}

function attempt(make: () => unknown): unknown {
  try {
    return make();
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    return problem.message.replace(/ in File: f$/, '');
  }
}

test('there are enough recorded texts', () => {
  expect(cases.length).toBeGreaterThan(800);
});

test.each(cases)('reads $text as go-yaml v3 does', ({ text, documents }) => {
  expect(attempt(() => readDocuments(text, 'f').map(short))).toEqual(documents);
});

test.each(cases)('reads $text as go-yaml v2 does', ({ text, yaml11 }) => {
  const found = attempt(() => json(readYaml11(text, 'f')));
  expect(typeof found === 'string' && typeof yaml11 === 'string' ? found.slice(0, 60) : found).toEqual(yaml11);
});
