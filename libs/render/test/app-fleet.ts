import type { Diagnostic, Result } from '@fleetwright/diagnostics';
import { type Definition, defineFleet, type Encoded, encode, t } from '@fleetwright/model';
import {
  type AppModel,
  type FleetModel,
  type PlatformModel,
  resolveDefinition,
  resolveFleet,
} from '@fleetwright/model/engine';
import type { FileTree } from 'kustomize-ts';
import { renderApp } from '../src/index.ts';

/** The words that the tests' definitions are written in. */
export const words = defineFleet({
  environments: {
    dev: { namespace: 'shop', digests: 'recommended' },
    prod: { namespace: 'shop', digests: 'recommended' },
  },
  stages: { dev: { environment: 'dev', after: [] }, prod: { environment: 'prod', after: ['dev'] } },
  teams: { shop: { owners: ['@acme/shop'] }, core: { owners: ['@acme/core'] } },
  platform: 'core',
  hubs: { main: { buckets: 1 } },
  kubernetes: ['1.34', '1.35', '1.36'],
  facts: { domain: t.text, region: t.oneOf('eu', 'us'), shards: t.integer },
  labels: { size: ['small', 'large'], mesh: ['none', 'istio', 'linkerd'] },
  repository: { url: 'https://git.example.com/acme/fleet.git', revision: 'main' },
  gateway: { name: 'public', namespace: 'ingress' },
  secretStore: { kind: 'ClusterSecretStore', name: 'vault' },
});

/** Images of the tests' apps: one by tag, one by tag and digest, one by digest. */
const images = `web: { name: registry.example.com/web, tag: "1.10" }
db: { name: registry.example.com:5000/db, tag: v2.0.0+x, digest: "sha256:${'0123456789abcdef'.repeat(4)}" }
tool: { name: registry.example.com/tool, digest: "sha256:${'f'.repeat(64)}" }
`.replace('+x', '_x');

/** The tests' fleet. */
export const fleet: FleetModel = valueOf(resolveFleet({ file: 'clusters/fleet.ts', input: encode(words.input).value }));

/** A definition, validated. */
export function resolved(definition: Definition): Result<AppModel | PlatformModel> {
  return resolvedData(definition.define, encode(definition.input).value);
}

/** A definition as data, validated. */
export function resolvedData(define: Definition['define'], value: Encoded): Result<AppModel | PlatformModel> {
  const named = typeof value === 'object' && value !== null && 'name' in value ? value['name'] : undefined;
  const name = typeof named === 'string' ? named : '';
  const source = { file: `apps/${name}/app.ts`, input: value, define };
  return resolveDefinition(source, name, fleet, { file: `apps/${name}/images.yaml`, text: images });
}

/** A definition's rendered files. */
export function rendered(definition: Definition, vocabulary = fleet): Result<FileTree> {
  const model = resolved(definition);
  return model.ok ? renderApp(model.value, vocabulary) : model;
}

/** The value, or an error that says what kept it from being. */
export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(said(result.errors));
}

/** Diagnostics as a test compares them: code, place, message, hint. */
export function said(diagnostics: readonly Diagnostic[]): string {
  const lines = diagnostics.map(
    ({ code, at, message, hint }) => `${code} ${at?.path?.join('.')}: ${message} (${hint})`,
  );
  return lines.join('\n');
}

/** The errors of a definition, as text. */
export function errorsOf(definition: Definition): string {
  const result = rendered(definition);
  return result.ok ? 'no error' : said(result.errors.filter(({ severity }) => severity === 'error'));
}
