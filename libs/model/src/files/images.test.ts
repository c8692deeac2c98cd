import { format } from '@fleetwright/diagnostics';
import { describe, expect, test } from 'vitest';
import { valueOf } from '../../test/resolve.ts';
import { parseImages } from './images.ts';
import { parseRelease } from './parse.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const errorsOf = (text: string): string => {
  const result = parseImages(text, 'images.yaml');
  return result.ok ? '' : format(result.errors);
};

describe('images.yaml', () => {
  test('maps slots to images', () => {
    const text = `web:\n  name: registry.example.com:5000/shop/web\n  tag: '1.10'\nblue: { name: busybox, digest: '${digest}' }\n`;
    const { images, at } = valueOf(parseImages(text, 'images.yaml'));
    expect([...images.keys()]).toEqual(['blue', 'web']);
    expect(images.get('web')).toEqual({
      slot: 'web',
      name: 'registry.example.com:5000/shop/web',
      tag: '1.10',
      digest: undefined,
    });
    expect(at('web')).toEqual({ file: 'images.yaml', line: 1, column: 1 });
  });

  test.each([
    ['a tag that YAML takes for a number', 'web:\n  name: a\n  tag: 1.10\n'],
    ['a digest', 'web: { name: a, digest: sha256:12 }\n'],
    ['a name with a tag', 'web: { name: "a:v1", tag: v1 }\n'],
    ['neither tag nor digest', 'web: { name: a }\n'],
    ['a field that does not exist', 'web: { nmae: a, tag: v1 }\n'],
    ['a slot said twice', 'web: { name: a, tag: v1 }\nweb: { name: b, tag: v1 }\n'],
    ['a list', '- web\n'],
    ['nothing', ''],
    ['an alias', 'web: &a { name: a, tag: v1 }\napi: *a\n'],
    ['a key that is none', '__proto__: { name: a, tag: v1 }\n'],
    ['a tag of YAML', 'web: !!binary aGk=\n'],
    ['what does not parse', 'web: [\n'],
    ['carriage returns', 'web: { name: a, tag: v1 }\r\n'],
    ['two documents', 'web: { name: a, tag: v1 }\n---\n{}\n'],
  ])('refuses %s', async (what, text) => {
    expect(errorsOf(text)).toMatchSnapshot(what);
    expect(errorsOf(text)).toMatch(/^images\.yaml:\d+(:\d+)? error FW1031: /);
  });

  test.each(['[', '{a: ', '- ', '? ', 'a: ', ' - '])('survives depth, made of %j', (part) => {
    expect(errorsOf(part.repeat(101))).not.toBe('');
    expect(errorsOf(part.repeat(50_000))).toContain('FW5006');
  });

  test('brackets in texts are no depth, and size has a limit', () => {
    const name = '[{'.repeat(100);
    const text = `web: { name: '${name}', tag: "${name}" }\napi:\n  name: x${name}\n  tag: |\n    ${name}\n`;
    expect(errorsOf(text)).not.toContain('FW5006');
    expect(errorsOf(`web: ${'['.repeat(99)}${']'.repeat(99)}\n`)).not.toContain('FW5006');
    expect(errorsOf(`web: ${'['.repeat(100)}${']'.repeat(100)}\n`)).toContain('images.yaml:1:105 error FW5006');
    expect(errorsOf('#'.repeat(10 * 1024 * 1024 + 1))).toContain('larger than 10 MiB');
  });
});

test('what is generated has another code', () => {
  const result = parseRelease('format: 1\napp: x\n', 'release.yaml');
  expect(result.ok ? '' : format(result.errors)).toContain('release.yaml:1:1 error FW3001: the document needs "team"');
  const odd = parseRelease('format: 1\r\n', 'clusters/stages/dev/web/config/release.yaml');
  expect(odd.ok ? '' : format(odd.errors)).toContain('`git restore -- clusters/stages/dev/web/config/release.yaml`');
});
