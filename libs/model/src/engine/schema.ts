import { kubernetesVersions } from '@fleetwright/schemas';
import { z } from 'zod';
import type { RetiredApp, RetiredPlatform } from '../define/app.ts';
import type {
  ClusterInput,
  EnvironmentInput,
  FleetInput,
  GatewayInput,
  HubInput,
  RepositoryInput,
  SecretStoreInput,
  StageInput,
  TeamInput,
} from '../define/fleet.ts';
import type { FactType, Scalar } from '../define/late.ts';
import type { NamespaceSettings, PlatformSettings, SecretSource } from '../define/settings.ts';
import { isGitRevision, isGitUrl } from './git-source.ts';
import { envName, isLabel, labelName, labelValue, qualifiedName, quantity, textThat } from './grammar.ts';
import type { Holds, Same } from './proof.ts';
import { lateSchemas } from './schema-late.ts';
import { processSchema } from './schema-process.ts';

/*
 * What definitions may hold, closed. The interfaces of `define/` say the same to the compiler; `Proof` at the end keeps
 * the two from drifting apart.
 */

const repository = z.strictObject({
  url: textThat(isGitUrl, 'is not the URL of a git repository', {
    code: 'FW1011',
    hint: 'begin it with https:// or ssh://, and leave out credentials, spaces, quotes and braces: https://git.example.com/acme/fleet.git',
  }),
  revision: textThat(isGitRevision, 'is not a revision', {
    code: 'FW1011',
    hint: 'a branch, a tag or a commit, such as main; without spaces, quotes and braces',
  }),
});

/** Part of a variant's name, and so of a folder's: `<label>-<value>`. */
const closedValue = textThat((text) => isLabel(text), 'is not a value that a fleet label may have', {
  code: 'FW1015',
  hint: 'use lower-case letters, digits and hyphens; begin and end with a letter or digit',
});

const factType = z.strictObject({
  type: z.enum(['text', 'integer', 'boolean', 'one-of']),
  values: z.array(z.string()).min(1).readonly().optional(),
});

const identifier = textThat((text) => /^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(text), 'is not a name that a fact may have', {
  code: 'FW1015',
  hint: 'a letter, then letters, digits and underscores, so that fact.<name> can be written',
});

const environment = z.strictObject({ namespace: labelName, digests: z.enum(['demanded', 'recommended']) });
const stage = z.strictObject({
  environment: z.string(),
  after: z.array(z.string()).readonly(),
  soak: z
    .custom<`${number}${'s' | 'm' | 'h' | 'd'}`>(
      (value) => typeof value === 'string' && /^\d{1,6}[smhd]$/.test(value),
      { error: 'must be a whole number and a unit', params: { code: 'FW1011', hint: 'such as 0s, 30m, 24h or 7d' } },
    )
    .optional(),
});
const owner = z.string().regex(/^@\S+$/, 'must be a user or team of the forge, such as @acme/shop');
const team = z.strictObject({ owners: z.array(owner).min(1).readonly() });
const hub = z.strictObject({
  buckets: z.int().min(1).max(256),
  namespace: labelName.optional(),
  repository: repository.optional(),
});
const gateway = z.strictObject({
  name: labelName,
  namespace: labelName,
  proxyNamespace: labelName.optional(),
  sectionName: labelName.optional(),
});
const secretStore = z.strictObject({ kind: z.enum(['ClusterSecretStore', 'SecretStore']), name: z.string().min(1) });

/** What `defineFleet` takes. */
export const fleetSchema = z.strictObject({
  environments: z.record(labelName, environment),
  stages: z.record(labelName, stage),
  teams: z.record(labelName, team),
  platform: z.string(),
  hubs: z.record(labelName, hub),
  kubernetes: z.array(z.enum(kubernetesVersions)).min(1).readonly(),
  facts: z.record(identifier, factType),
  labels: z.record(labelName, z.array(closedValue).min(1).readonly()),
  repository,
  gateway,
  secretStore,
});

/** A cluster of the inventory; its labels and facts are checked against the fleet. */
export const clusterSchema = z.strictObject({
  stage: z.string(),
  hub: z.string(),
  server: textThat((text) => /^https:\/\/[^\s/@]+(\/\S*)?$/.test(text), 'is not the URL of an API server', {
    code: 'FW1011',
    hint: 'begin it with https://, and leave credentials out',
  }),
  kubernetes: z.enum(kubernetesVersions),
  state: z.enum(['joining', 'active', 'draining', 'gone']).optional(),
  labels: z.record(z.string(), z.string()),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

const namespaceSettings = z.strictObject({
  podSecurity: z.enum(['restricted', 'baseline', 'privileged']).default('restricted').optional(),
  quota: z.record(qualifiedName, z.union([quantity, z.number().min(0)], { error: 'must be a quantity' })).optional(),
  defaultDeny: z.boolean().default(true).optional(),
  mesh: z.boolean().default(true).optional(),
  labels: z.record(qualifiedName, labelValue).optional(),
});

/** The settings of a platform app, after merging. */
export const platformSettings = z.strictObject({ namespaces: z.record(labelName, namespaceSettings).optional() });

const secretSource = z.strictObject({ from: z.string().min(1), key: z.string().min(1).optional() });

const made = new WeakMap<ReadonlyMap<string, FactType<Scalar>>, SettingsSchemas>();

/**
 * The settings of an app, after merging, for the facts that the fleet declares: `process` of one process, `rest` of
 * everything else. Making them takes milliseconds, so they are made once for a fleet.
 */
export function settingsSchemas(facts: ReadonlyMap<string, FactType<Scalar>>): SettingsSchemas {
  const known = made.get(facts);
  if (known) return known;
  const schemas = makeSchemas(facts);
  made.set(facts, schemas);
  return schemas;
}

function makeSchemas(facts: ReadonlyMap<string, FactType<Scalar>>) {
  const late = lateSchemas(facts);
  const rest = z.strictObject({
    namespace: labelName.optional(),
    config: z.record(envName, late.scalar).optional(),
    secrets: z.record(envName, secretSource).optional(),
    processes: z.record(labelName, z.unknown()),
  });
  return { process: processSchema(late), rest };
}

/** The schemas of {@link settingsSchemas}. */
export type SettingsSchemas = ReturnType<typeof makeSchemas>;

const condition = z.record(
  z.string(),
  z.union([z.string(), z.array(z.string()).min(1).readonly()], { error: 'must be a value or a list of values' }),
);
const object = z.custom<{ readonly [key: string]: unknown }>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  { error: 'must be an object' },
);
const common = {
  name: z.string(),
  only: z.array(z.string()).min(1).readonly().optional(),
  placement: z.array(condition).min(1).readonly().optional(),
  addOn: z.boolean().optional(),
  patches: z.array(object).readonly().optional(),
  raw: z.array(object).readonly().optional(),
  environments: z.record(z.string(), object).optional(),
  rules: z
    .array(
      z.strictObject({
        name: textThat(
          (text) => isLabel(text, 40) && text !== 'default' && text !== 'common',
          'is not a name that a rule may have',
          {
            code: 'FW1015',
            hint: 'at most 40 lower-case letters, digits and hyphens; not "default" or "common", which are folders already',
          },
        ),
        environment: z.string().optional(),
        when: condition,
        set: object,
      }),
    )
    .readonly()
    .optional(),
};

/** The outer shape of an app; what it sets is checked after merging. */
export const appSchema = z.strictObject({
  ...common,
  team: z.string(),
  namespace: z.unknown().optional(),
  processes: object,
  config: z.unknown().optional(),
  secrets: z.unknown().optional(),
});

/** The outer shape of a platform app. */
export const platformSchema = z.strictObject({ ...common, namespaces: z.unknown().optional() });

const said = (why: string) =>
  z.string().refine((text) => text.trim() !== '', {
    error: 'is empty',
    params: { code: 'FW1012', hint: `say why ${why}; whoever wonders in a year will read it` },
  });
const why = said('it is needed');
const retiredPlatform = z.strictObject({
  name: common.name,
  retired: said('it goes'),
  namespace: labelName.optional(),
  leaving: z.array(labelName).readonly().optional(),
  only: common.only,
  placement: common.placement,
  addOn: common.addOn,
});

/** What a definition of what goes may hold. */
export const retiredSchemas = {
  app: retiredPlatform.extend({ team: z.string() }),
  platform: retiredPlatform,
} as const;

const scope = { why, only: z.array(z.string()).min(1).readonly().optional() };
const escape = { kind: z.string(), name: z.string() };

/** What `patch` gives. */
export const patchSchema = z.strictObject({
  ...escape,
  escape: z.literal('patch'),
  input: z.strictObject({ ...scope, merge: object }),
});
/** What `raw` gives. */
export const rawSchema = z.strictObject({
  ...escape,
  escape: z.literal('raw'),
  input: z.strictObject({ ...scope, namespace: labelName.optional(), object }),
});
/** The names of the fields that settings have, which are also what tweaks may hold. */
export const settingsFields = {
  app: ['namespace', 'processes', 'config', 'secrets'],
  platform: ['namespaces'],
} as const;

/** Does not compile when a schema and its interface differ; see {@link Same}. */
export type Proof = Holds<
  [
    Same<Omit<z.input<typeof clusterSchema>, 'labels' | 'facts'>, Omit<Cluster, 'labels' | 'facts'>>,
    Same<z.input<typeof secretStore>, SecretStoreInput>,
    Same<z.input<typeof gateway>, GatewayInput>,
    Same<z.input<typeof repository>, RepositoryInput>,
    Same<z.input<typeof hub>, HubInput>,
    Same<z.input<typeof team>, TeamInput>,
    Same<z.input<typeof stage>, StageInput<string, string>>,
    Same<z.input<typeof environment>, EnvironmentInput>,
    Same<Omit<z.input<typeof fleetSchema>, 'facts'>, Omit<Words, 'facts'>>,
    Same<z.input<typeof namespaceSettings>, NamespaceSettings>,
    Same<z.input<typeof platformSettings>, PlatformSettings>,
    Same<z.input<typeof secretSource>, SecretSource>,
    Same<z.input<typeof retiredSchemas.app>, RetiredApp<string>>,
    Same<z.input<typeof retiredSchemas.platform>, RetiredPlatform>,
  ]
>;
type Values = { [name: string]: string };
type Words = FleetInput<string, string, string, string, { [name: string]: FactType<Scalar> }, Values>;
type Cluster = ClusterInput<string, string, object, Values>;
