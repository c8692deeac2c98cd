import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { build } from '../src/index.ts';
import { diskFiles } from '../src/node/index.ts';
import { buildCase, type CaseFiles, type Outcome } from './builder.ts';

// Files of somebody who means no good: an error of its own code or a result, soon, and nothing of ours changed.

const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';
const overlay = 'resources:\n- a.yaml\n';

function built(files: Readonly<Record<string, string | Uint8Array>>, kustomization = overlay): Outcome {
  const all: CaseFiles = new Map([
    ['/k/kustomization.yaml', kustomization],
    ...Object.entries(files).map(([path, content]) => [`/k/${path}`, content] as const),
  ]);
  return buildCase(all, '/k', {});
}

function codes(outcome: Outcome): string[] {
  return outcome.ok ? [] : outcome.errors.map(({ code }) => code);
}

/** Runs it; fails when that takes more than this many seconds. */
function within<T>(seconds: number, run: () => T): T {
  const started = performance.now();
  const result = run();
  expect(performance.now() - started).toBeLessThan(seconds * 1000);
  return result;
}

function bomb(levels: number): string {
  const lines = ['l0: &l0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level <= levels; level += 1)
    lines.push(`l${level}: &l${level} [${Array.from({ length: 10 }, () => `*l${level - 1}`).join(', ')}]`);
  return lines.join('\n');
}

describe('size and depth', () => {
  test('of 100,000 nested sequences', () => {
    const outcome = within(20, () =>
      built({ 'a.yaml': `${object}data: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n` }),
    );
    expect(codes(outcome)).toEqual(['FW5006']);
  });

  test('of 20,000 levels of keys in blocks', () => {
    const deep = Array.from({ length: 20_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect(codes(within(60, () => built({ 'a.yaml': `${object}data:\n${deep.replaceAll(/^/gm, ' ')} 1\n` })))).toEqual([
      'FW5006',
    ]);
  });

  test('nine levels of aliases to ten aliases', () => {
    expect(codes(within(20, () => built({ 'a.yaml': `${object}${bomb(9)}\n` })))).toEqual(['FW5006']);
    expect(codes(within(20, () => built({ 'a.yaml': object }, `${bomb(9)}\n${overlay}`)))[0]).toMatch(
      /^FW(?:5006|6002)$/,
    );
  });

  test('an anchor within what it names', () => {
    expect(codes(built({ 'a.yaml': `${object}data: &a\n  b: *a\n` }))[0]).toMatch(/^FW(?:5006|6009)$/);
  });

  test('a file of 50 MB', () => {
    const outcome = within(60, () => built({ 'a.yaml': `${object}data:\n  big: ${'x'.repeat(50_000_000)}\n` }));
    expect(outcome.ok ? outcome.stdout.length : codes(outcome)[0]).toSatisfy(
      (found) => found === 'FW5006' || Number(found) > 50_000_000,
    );
  });

  test('a list of 200,000 items, and a mapping of 200,000 keys', () => {
    const items = Array.from({ length: 200_000 }, (_, index) => `- ${index}`).join('\n');
    const keys = Array.from({ length: 200_000 }, (_, index) => `  k${index}: v`).join('\n');
    expect(within(60, () => built({ 'a.yaml': `${object}list:\n${items}\ndata:\n${keys}\n` })).ok).toBe(true);
  });

  test('1,000 patches of one object', () => {
    const patch = `- patch: '[{"op": "add", "path": "/data", "value": {"a": "b"}}]'\n  target: {kind: ConfigMap}\n`;
    expect(within(60, () => built({ 'a.yaml': object }, `${overlay}patches:\n${patch.repeat(1000)}`)).ok).toBe(true);
  });
});

describe('paths', () => {
  test.each([
    ['/etc/passwd', 'FW6004'],
    ['../../../../etc/passwd', 'FW6003'],
    ['../other.yaml', 'FW6004'],
    ['a\u0000.yaml', 'FW6003'],
    ['x'.repeat(5000), 'FW6003'],
    ['.', 'FW6005'],
    ['..', 'FW6005'],
    ['../k', 'FW6005'],
    ['https://example.com/a.yaml', 'FW6006'],
    ['git@example.com:a/b.git', 'FW6006'],
  ])('%j as a resource', (path, code) => {
    const files = new Map([
      ['kustomization.yaml', 'resources: [k]\n'],
      ['k/kustomization.yaml', `resources:\n- ${JSON.stringify(path)}\n`],
      ['other.yaml', object],
    ]);
    const result = build(files, 'k');
    expect(result.ok ? [] : result.errors.map((one) => one.code)).toEqual([code]);
  });

  test('a cycle of three', () => {
    const files = new Map(
      ['a', 'b', 'c'].map((name, index) => [`/${name}/kustomization.yaml`, `resources:\n- ../${'bca'[index]}\n`]),
    );
    expect(codes(buildCase(files, '/a', {}))).toEqual(['FW6005']);
  });

  test('a thousand bases one above the other', () => {
    const files = new Map(
      Array.from({ length: 1000 }, (_, index) => [
        `/b${index}/kustomization.yaml`,
        index === 999 ? 'namePrefix: a\n' : `resources:\n- ../b${index + 1}\n`,
      ]),
    );
    expect(within(60, () => buildCase(files, '/b0', {}))).toSatisfy(
      (outcome: Outcome) => outcome.ok || !codes(outcome).includes('FW9999'),
    );
  });

  test.skipIf(process.platform === 'win32')(
    'links that leave the folder of the kustomization, or lead to themselves',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
      try {
        mkdirSync(join(folder, 'k'));
        writeFileSync(join(folder, 'secret.yaml'), object);
        symlinkSync('../secret.yaml', join(folder, 'k/out.yaml'));
        symlinkSync('loop.yaml', join(folder, 'k/loop.yaml'));
        for (const [name, code] of [
          ['out.yaml', 'FW6004'],
          ['loop.yaml', 'FW6003'],
        ] as const) {
          writeFileSync(join(folder, 'k/kustomization.yaml'), `resources: [${name}]\n`);
          const result = build(diskFiles(folder), 'k');
          expect(result.ok ? [] : result.errors.map((one) => one.code)).toEqual([code]);
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

describe('names of members of objects', () => {
  const names = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '__defineGetter__',
    'then',
    'length',
    'get',
  ];

  test.each(names)('%s as a key everywhere', (name) => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    const data = `data:\n  ${name}: "1"\n  a: {${name}: {polluted: true}}\n`;
    const kustomization = [
      overlay,
      `commonAnnotations: {${name}: "x"}\n`,
      `labels: [{pairs: {${name.replaceAll('_', 'x')}: "y"}}]\n`,
      `configMapGenerator: [{name: g, literals: ["${name}=1"]}]\n`,
      `patches:\n- patch: |-\n    {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {${name}: "2", b: {${name}: 1}}}\n`,
      `- target: {name: a}\n  patch: '[{"op": "add", "path": "/data/${name}", "value": {"polluted": true}}, {"op": "add", "path": "/${name}", "value": {"polluted": true}}]'\n`,
      `replacements: [{source: {kind: ConfigMap, name: a, fieldPath: data.${name}}, targets: [{select: {name: a}, fieldPaths: [spec.${name}.polluted], options: {create: true}}]}]\n`,
    ].join('');
    const outcome = built({ 'a.yaml': `${object}${data}` }, kustomization);
    expect(codes(outcome)).not.toContain('FW9999');
    expect(outcome.ok ? outcome.stdout : '').toContain(`${name}:`);
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test.each(names)('%s as a field of a kustomization, a kind and a name', (name) => {
    expect(codes(built({ 'a.yaml': object }, `${overlay}${name}: 1\n`))).toEqual(['FW6002']);
    expect(
      built({ 'a.yaml': `apiVersion: ${name}/v1\nkind: ${name}\nmetadata: {name: ${name}}\nspec: [{name: a}]\n` }).ok,
    ).toBe(true);
    expect(
      codes(
        built(
          { 'a.yaml': object },
          `${overlay}transformers: ["{apiVersion: builtin, kind: ${name}, metadata: {name: x}}"]\n`,
        ),
      ),
    ).not.toContain('FW9999');
  });
});

describe('texts', () => {
  test('keys that are there twice', () => {
    expect(codes(built({ 'a.yaml': `${object}data: {a: b, a: c}\n` }))[0]).toMatch(/^FW60(?:09|20)$/);
  });

  test.each([
    [
      'bytes that are not UTF-8',
      Uint8Array.from([...Buffer.from(`${object}data: {a: "`), 0xff, 0xfe, 0xfd, ...Buffer.from('"}\n')]),
    ],
    [
      'a surrogate as UTF-8',
      Uint8Array.from([...Buffer.from(`${object}data: {a: "`), 0xed, 0xa0, 0x80, ...Buffer.from('"}\n')]),
    ],
    ['half a character', Uint8Array.from([...Buffer.from(`${object}data: {a: x`), 0xf0, 0x9f])],
    ['controls', `${object}data: {a: "\u0000\u0007"}\n`],
  ])('%s', (_name, content) => {
    const found = codes(built({ 'a.yaml': content }));
    expect(found[0]).toMatch(/^FW(?:5006|6009)$/);
  });

  test.each([
    ['repetition of repetition', '(a+)+$'],
    ['of what may be nothing', '(.*)*b'],
    ['300 times maybe', `${'a?'.repeat(300)}${'a'.repeat(300)}`],
    ['a million repetitions', '(x{1,1000}){1,1000}'],
    ['5000 groups', `${'('.repeat(5000)}${')'.repeat(5000)}`],
    ['10,000 brackets', '['.repeat(10_000)],
    ['a back-reference', '\\1'],
    ['a look-ahead', '(?=a)'],
    ['too many repetitions', 'a{2000}'],
    ['a script', '\\p{Greek}+'],
    ['2,000 choices', `(${'a|'.repeat(2000)}b)*c`],
  ])('as a regular expression: %s', (_name, pattern) => {
    const target = `patches:\n- target: {name: ${JSON.stringify(pattern)}}\n  patch: '[{"op": "add", "path": "/data", "value": {"a": "b"}}]'\n`;
    const name = 'a'.repeat(5000);
    const outcome = within(30, () =>
      built({ 'a.yaml': object.replace('name: a', `name: ${name}`) }, `${overlay}${target}`),
    );
    expect(codes(outcome).filter((code) => code !== 'FW6018')).toEqual([]);
  });

  test('an image name that is an expression of its own', () => {
    const outcome = within(30, () =>
      built(
        { 'a.yaml': `${object}spec: {containers: [{image: ${'a'.repeat(5000)}}]}\n` },
        `${overlay}images: [{name: (a*)*b, newTag: x}]\n`,
      ),
    );
    expect(codes(outcome)).not.toContain('FW9999');
  });
});
