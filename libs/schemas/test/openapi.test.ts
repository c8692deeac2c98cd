import { describe, expect, test } from 'vitest';
import { type KubernetesVersion, kinds, kubernetesVersions, validateObject } from '../src/index.ts';
import { type Node, objectNode } from '../src/schema.ts';
import { deployment } from './objects.ts';
import { hasShared, sharedText } from './shared.ts';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}

interface OpenApi {
  readonly schemas: Readonly<Record<string, Schema>>;
}

const builtIn = Object.entries(kinds).filter(
  ([, { group }]) => !group.includes('.') || (group.endsWith('.k8s.io') && !group.startsWith('gateway')),
);

describe.skipIf(!hasShared).each(kubernetesVersions)('what an API server of %s serves', (version) => {
  const openApi = readOpenApi(version);

  test.each(builtIn)('%s has the same fields and choices at every level', (name, info) => {
    const apiVersion = info.apiVersion;
    const schema = Object.values(openApi.schemas).find((one) => {
      const own = one['x-kubernetes-group-version-kind']?.some((gvk) => {
        return gvk.kind === info.kind && [gvk.group, gvk.version].filter(Boolean).join('/') === apiVersion;
      });
      return own === true && one.properties !== undefined;
    });
    const there = new Set<string>();
    for (const [field, child] of Object.entries(schema?.properties ?? {})) {
      // Top fields are narrowed here on purpose: no status, and the kind's own apiVersion and kind.
      if (!['apiVersion', 'kind', 'metadata', 'status'].includes(field)) schemaPaths(child, field, openApi, there, 0);
    }
    const here = new Set<string>();
    for (const [field, child] of objectNode(name, version).fields) {
      if (!['apiVersion', 'kind', 'metadata'].includes(field)) nodePaths(child, field, here, 0);
    }
    expect(here.size).toBeGreaterThan(0);
    expect([...here].toSorted()).toEqual([...there].toSorted());
  });
});

function readOpenApi(version: string): OpenApi {
  const document: unknown = hasShared ? JSON.parse(sharedText(`openapi/kubernetes-${version}.json`)) : { schemas: {} };
  if (!isOpenApi(document)) throw new Error(`kubernetes-${version}.json has no schemas`);
  return document;
}

function isOpenApi(document: unknown): document is OpenApi {
  return typeof document === 'object' && document !== null && 'schemas' in document;
}

/** Every path below a schema, with `=A|B` for a choice and `!` for a required field. */
function schemaPaths(schema: Schema, path: string, openApi: OpenApi, paths: Set<string>, depth: number): void {
  if (depth > 30) throw new Error(`too deep: ${path}`);
  const below = (child: Schema, to: string): void => schemaPaths(child, to, openApi, paths, depth + 1);
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (ref !== undefined) {
    below(openApi.schemas[ref.replace(/^.*\//, '')] ?? {}, path);
    return;
  }
  paths.add(schema.enum ? `${path}=${schema.enum.toSorted().join('|')}` : path);
  if (schema.items) below(schema.items, `${path}[]`);
  if (schema.additionalProperties) below(schema.additionalProperties, `${path}{}`);
  const required = new Set(schema.required);
  for (const [field, child] of Object.entries(schema.properties ?? {})) {
    // A claim inside a StatefulSet is an object whose status the cluster writes.
    if (field === 'status' && schema['x-kubernetes-group-version-kind']) continue;
    below(child, `${path}.${field}${required.has(field) ? '!' : ''}`);
  }
}

function nodePaths(node: Node, path: string, paths: Set<string>, depth: number): void {
  if (depth > 30) throw new Error(`too deep: ${path}`);
  paths.add(node.type === 'enum' ? `${path}=${[...node.values].toSorted().join('|')}` : path);
  if (node.type === 'list') nodePaths(node.item, `${path}[]`, paths, depth + 1);
  if (node.type === 'map' && !isFree(node)) nodePaths(node.value, `${path}{}`, paths, depth + 1);
  if (node.type !== 'object') return;
  for (const [field, child] of node.fields) {
    nodePaths(child, `${path}.${field}${node.required.includes(field) ? '!' : ''}`, paths, depth + 1);
  }
}

/** A map of anything: an object without fields there. */
function isFree(node: Node & { type: 'map' }): boolean {
  return node.value.type === 'scalar' && node.value.scalar.expected === 'anything';
}

const newer: readonly (readonly [string, KubernetesVersion, object, readonly KubernetesVersion[]])[] = [
  ['schedulingGroup', '1.36', { schedulingGroup: { podGroupName: 'group' } }, ['1.36']],
  ['workloadRef', '1.35', { workloadRef: { name: 'work', podGroup: 'group' } }, ['1.35']],
  ['tolerations[0].operator', '1.35', { tolerations: [{ key: 'a', operator: 'Gt', value: '1' }] }, ['1.35', '1.36']],
  [
    'volumes[0].projected.sources[0].podCertificate.userAnnotations',
    '1.35',
    { volumes: [certificateVolume()] },
    ['1.35', '1.36'],
  ],
];

describe('what one version has and another has not', () => {
  test.each(newer)('%s came with %s', (field, _, addition, versions) => {
    for (const version of kubernetesVersions) {
      const refused = validateObject(deployment({}, addition), version).map(({ message }) => message.split(' ')[0]);
      expect(refused).toEqual(versions.includes(version) ? [] : [`spec.template.spec.${field}`]);
    }
  });

  test('the hint names the versions that have the field', () => {
    expect(validateObject(deployment({}, { schedulingGroup: { podGroupName: 'group' } }), '1.34')).toEqual([
      {
        pointer: ['spec', 'template', 'spec', 'schedulingGroup'],
        problem: 'unknown-field',
        message: 'spec.template.spec.schedulingGroup is not a field of Deployment (apps/v1) in Kubernetes 1.34',
        hint: 'only Kubernetes 1.36 has it; leave it out, or use it where every cluster has that version',
      },
    ]);
  });
});

function certificateVolume(): object {
  const podCertificate = { signerName: 'a.io/b', keyType: 'ED25519', userAnnotations: { 'a.io/c': 'd' } };
  return { name: 'certificate', projected: { sources: [{ podCertificate }] } };
}
