import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { kinds } from '../src/index.ts';
import { type Node, objectNode } from '../src/schema.ts';
import { hasShared, sharedText } from './shared.ts';

/** The part of a CustomResourceDefinition's schema that is compared. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly type?: string;
}

interface Crd {
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly scope: string;
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

const files: readonly (readonly [string, readonly (keyof typeof kinds)[]])[] = [
  ['argo-cd', ['AppProject', 'Application', 'ApplicationSet']],
  ['external-secrets', ['ExternalSecret']],
  ['gateway-api', ['GRPCRoute', 'Gateway', 'HTTPRoute', 'ReferenceGrant']],
];

/** Where the schemas from the packages are narrower than the published definitions, which is safe, and why. */
const known: ReadonlySet<string> = new Set([
  // Newer than the package: to be had with its next release.
  'AppProjectSpec.sourceIntegrity: only there',
  'ApplicationSource.tagPrefix: only there',
  'ApplicationSourceDirectory.disableExtensionFilter: only there',
  'ExternalSecretDataRemoteRef.nullBytePolicy: only there',
  'ExternalSecretFind.nullBytePolicy: only there',
  'ExternalSecretRewrite.merge: only there',
  'ExternalSecretSpec.syncWindows: only there',
  'ExternalSecretTarget.creationPolicy: CreateOrMerge only there',
  'ExternalSecretTarget.manifest: only there',
  'ExternalSecretTemplateMetadata.finalizers: only there',
  'GeneratorRef.kind: BeyondtrustWorkloadCredentialsDynamicSecret, CloudsmithAccessToken, GitlabDeployToken, MFA, SSHKey only there',
  'SCMProviderGeneratorGitea.excludeArchivedRepos: only there',
  'SCMProviderGeneratorGithub.excludeArchivedRepos: only there',
  'SCMProviderGeneratorGitlab.includeArchivedRepos: only there',
  'SyncSource.repoURL: only there',
  'SyncWindow.syncOverrun: only there',
  'TemplateFrom.target: Annotations, Data, Labels only here',
  'TemplateFrom.valuesDecodingStrategy: only there',
  // Wider here: the package has no numbers to choose from, so the API server is the one to refuse another code.
  'HTTPRequestRedirectFilter.statusCode: 301, 302, 303, 307, 308 only there',
]);

test.skipIf(!hasShared)('the closed schemas of custom kinds are those that their projects publish', () => {
  const found = new Set<string>();
  for (const [file, names] of files) {
    const documents = sharedText(`crds/${file}.yaml`).split(/^---$/m);
    for (const name of names) {
      const info = kinds[name];
      const text = documents.find((document) => document.includes(`\n    kind: ${name}\n`)) ?? '';
      const crd = readCrd(text, name);
      expect(crd.spec.scope).toBe(info.namespaced ? 'Namespaced' : 'Cluster');
      const version = crd.spec.versions.find((one) => `${info.group}/${one.name}` === info.apiVersion);
      const schema = version?.schema.openAPIV3Schema ?? {};
      const { status: _, ...properties } = schema.properties ?? {};
      for (const difference of differences(objectNode(name, '1.36'), { ...schema, properties }, name))
        found.add(difference);
    }
  }
  expect([...found].toSorted()).toEqual([...known].toSorted());
});

function readCrd(text: string, name: string): Crd {
  const document: unknown = parse(text);
  if (!isCrd(document)) throw new Error(`no definition of ${name}`);
  return document;
}

function isCrd(document: unknown): document is Crd {
  return typeof document === 'object' && document !== null && 'spec' in document;
}

/** Every place where the two say something else: fields, which of them are required, choices, lists and maps. */
function differences(node: Node, schema: Schema, at: string): string[] {
  if (node.type === 'object') {
    return schema.properties ? fieldDifferences(node, schema) : [`${at}: fields only here`];
  }
  if (node.type === 'list') {
    return schema.items ? differences(node.item, schema.items, at) : [`${at}: a list only here`];
  }
  if (node.type === 'map') {
    const values = schema.additionalProperties;
    if (typeof values === 'object') return differences(node.value, values, at);
    return schema.properties ? [`${at}: fields only there`] : [];
  }
  if (schema.properties) return [`${at}: fields only there`];
  if (schema.items) return [`${at}: a list only there`];
  const here = node.type === 'enum' ? node.values : new Set<string>();
  const there = new Set((schema.enum ?? []).map(String));
  const more = [...there].filter((value) => !here.has(value)).toSorted();
  const less = [...here].filter((value) => !there.has(value)).toSorted();
  return [
    ...(less.length > 0 ? [`${at}: ${less.join(', ')} only here`] : []),
    ...(more.length > 0 ? [`${at}: ${more.join(', ')} only there`] : []),
  ];
}

function fieldDifferences(node: Node & { type: 'object' }, schema: Schema): string[] {
  const found: string[] = [];
  const isTop = node.fields.has('apiVersion') && node.fields.has('metadata');
  for (const [field, child] of node.fields) {
    const at = `${node.name}.${field}`;
    const property = schema.properties?.[field];
    if (!property) found.push(`${at}: only here`);
    // apiVersion, kind and metadata of an object: strings and a map there, checked by the API server itself
    if (!property || (isTop && field !== 'spec')) continue;
    found.push(...differences(child, property, at));
    const here = node.required.includes(field);
    if (here !== (schema.required?.includes(field) ?? false))
      found.push(`${at}: required only ${here ? 'here' : 'there'}`);
  }
  for (const field of Object.keys(schema.properties ?? {})) {
    if (!node.fields.has(field)) found.push(`${node.name}.${field}: only there`);
  }
  return found;
}
