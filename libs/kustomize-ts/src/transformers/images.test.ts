import { expect, test } from 'vitest';
import { fieldSpec, printed, refusalOf, resourcesIn } from '../../test/resources.ts';
import type { Image } from '../kustomization/types.ts';
import { imageMatcher, splitImage } from './image-name.ts';
import { imageTagTransformer } from './images.ts';

const none: Image = { name: '', newName: '', newTag: '', tagSuffix: '', digest: '' };
const fieldSpecs = [fieldSpec('spec/template/spec/containers[]/image', '', true), fieldSpec('spec/image')];

function imagesOf(text: string, image: Partial<Image>): string[] {
  const resources = imageTagTransformer({ imageTag: { ...none, ...image }, fieldSpecs })(resourcesIn(text));
  return [...printed(resources).matchAll(/image: (.*)/g)].map(([, name = '']) => name);
}

function object(kind: string, containers: string): string {
  return `apiVersion: v1\nkind: ${kind}\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers: ${containers}\n`;
}

test.each([
  ['nginx', ['nginx', '', '']],
  ['localhost:5000/a/nginx:1@sha256:ab', ['localhost:5000/a/nginx', '1', 'sha256:ab']],
  ['a/b@sha256:ab', ['a/b', '', 'sha256:ab']],
  ['/x:1', ['/x', '1', '']],
  ['a:b:c', ['a', 'b:c', '']],
])('splits %s', (image, [name, tag, digest]) => {
  expect(splitImage(image)).toEqual({ name, tag, digest });
});

test.each([
  ['nginx', 'nginx:1.2@sha256:ab', true],
  ['nginx', 'nginx-x', false],
  ['my.registry/nginx', 'my-registry/nginx', true],
  ['(nginx|redis)', 'redis:7', true],
  ['a|b', 'axx', true],
  ['nginx', 'nginx:{TAG}', true],
  ['nginx', 'nginx:a/b', false],
])('%s means %s: %s', (name, image, expected) => {
  expect(imageMatcher(name)(image)).toBe(expected);
});

test.each<[Partial<Image>, string]>([
  [{ newTag: '2' }, 'nginx:2'],
  [{ newTag: '2', digest: 'sha256:ab' }, 'nginx:2@sha256:ab'],
  [{ digest: 'sha256:ab' }, 'nginx@sha256:ab'],
  [{ newName: 'apache' }, 'apache:1@sha256:00'],
])('%j', (image, expected) => {
  expect(imagesOf(object('Deployment', '[{image: "nginx:1@sha256:00"}]'), { name: 'nginx', ...image })).toEqual([
    expected,
  ]);
});

test('adds a suffix twice where an image is in a known list, as kustomize does', () => {
  expect(imagesOf(object('Deployment', '[{image: nginx:1}]'), { name: 'nginx', tagSuffix: '-x' })).toEqual([
    'nginx:1-x-x',
  ]);
  const elsewhere = 'apiVersion: v1\nkind: X\nmetadata: {name: a}\nspec: {image: nginx}\n';
  expect(imagesOf(elsewhere, { name: 'nginx', tagSuffix: '-x' })).toEqual(['nginx:-x']);
});

test('finds containers at any depth, but not in CustomResourceDefinitions', () => {
  const deep = (kind: string) =>
    `apiVersion: v1\nkind: ${kind}\nmetadata: {name: a}\na: {b: [{initContainers: [{image: nginx}, null, {}]}]}\n`;
  expect(imagesOf(deep('X'), { name: 'nginx', newTag: '2' })).toEqual(['nginx:2']);
  expect(imagesOf(deep('CustomResourceDefinition'), { name: 'nginx', newTag: '2' })).toEqual(['nginx']);
});

test('a new name without quotes is what it looks like', () => {
  expect(
    imagesOf(object('Deployment', '[{image: nginx}, {image: "nginx"}]'), { name: 'nginx', newName: '1.50' }),
  ).toEqual(['1.5', '"1.50"']);
});

test('gives objects without such images back as they are', () => {
  const resources = resourcesIn(object('Deployment', '[{image: redis}]'));
  expect(imageTagTransformer({ imageTag: { ...none, name: 'nginx', newTag: '2' }, fieldSpecs })(resources)).toBe(
    resources,
  );
});

test('refuses containers and images of another kind, and names that are no regular expression', () => {
  const refused = (containers: string, name: string) =>
    refusalOf(() => imagesOf(object('X', containers), { name, newTag: '2' }))[0];
  expect(refused('[a]', 'nginx')).toBe(
    'FW6017 wrong node kind: expected MappingNode but got ScalarNode: node contents:\na\n',
  );
  expect(refused('[{image: {a: b}}]', 'nginx')).toBe(
    'FW6017 wrong node kind: expected ScalarNode but got MappingNode: node contents:\n{a: b}\n',
  );
  expect(refused('[{image: nginx}]', 'nginx(')).toMatch(/^FW6018 /);
});
