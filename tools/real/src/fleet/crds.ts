import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { goModule } from '../go-module.ts';
import { type Kube, type KubeObject, refOf, until } from '../kube.ts';
import { crdsFolder } from '../programs.ts';

/** Definitions that are needed of a file below `crds/` of the shared folder: only those, since each costs every API server memory. */
interface Selection {
  readonly file: string;
  readonly group: string;
  readonly kinds: readonly string[];
}

/** Kinds of add-ons that the fleet's apps may have. */
const addOns: readonly Selection[] = [
  { file: 'gateway-api.yaml', group: 'gateway.networking.k8s.io', kinds: ['Gateway', 'HTTPRoute', 'GRPCRoute'] },
  { file: 'external-secrets.yaml', group: 'external-secrets.io', kinds: ['ExternalSecret'] },
  { file: 'istio.yaml', group: 'networking.istio.io', kinds: ['VirtualService', 'DestinationRule'] },
];

/** Kinds that the Rollouts controller watches: it does not start without one of them. */
const rollouts: Selection = {
  file: 'argo-rollouts.yaml',
  group: 'argoproj.io',
  kinds: ['Rollout', 'AnalysisTemplate', 'ClusterAnalysisTemplate', 'AnalysisRun', 'Experiment'],
};

const head = z.looseObject({
  apiVersion: z.literal('apiextensions.k8s.io/v1'),
  kind: z.literal('CustomResourceDefinition'),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    group: z.string(),
    names: z.looseObject({ kind: z.string() }),
    versions: z.array(z.looseObject({ name: z.string(), served: z.boolean() })),
  }),
});

/** The definition of a kind. */
type Crd = z.infer<typeof head> & KubeObject;

/**
 * Applies the definitions that a spoke needs, from {@link crdsFolder}.
 * @param options.rollouts whether Argo Rollouts runs there
 * @throws Error where a file or a kind in it is missing, or a kind is not served
 */
export async function applySpokeCrds(kube: Kube, options: { readonly rollouts: boolean }): Promise<void> {
  const selections = options.rollouts ? [...addOns, rollouts] : addOns;
  await applyCrds(kube, selections.flatMap(selected));
}

/** Applies the definitions that a hub needs: those of the Argo CD that runs on it. @throws Error where Go cannot give its module */
export async function applyHubCrds(kube: Kube): Promise<void> {
  const folder = join(await goModule('argo-cd', 'github.com/argoproj/argo-cd/v3'), 'manifests/crds');
  const files = readdirSync(folder).filter((file) => file.endsWith('-crd.yaml'));
  await applyCrds(
    kube,
    files.map((file) => definition(readFileSync(join(folder, file), 'utf8'))),
  );
}

/**
 * Applies definitions, all at once, and waits until the server serves their kinds.
 * @throws Error with the kind that the server does not serve within a minute
 */
export async function applyCrds(kube: Kube, crds: readonly Crd[]): Promise<void> {
  await Promise.all(
    crds.map(async (crd) => {
      await kube.apply(crd);
      await kube.until(refOf(crd), `${crd.metadata.name} is established`, (seen) => hasCondition(seen, 'Established'));
      for (const { name, served } of crd.spec.versions) {
        if (served) await isServed(kube, `${crd.spec.group}/${name}`, crd.spec.names.kind);
      }
    }),
  );
}

/** A definition's text as an object, without its descriptions. Parsed once: each cluster needs the same ones. */
export function definition(text: string): Crd {
  const known = parsed.get(text);
  if (known) return known;
  const crd = head.parse(
    // Most of a definition is prose, which every API server keeps several times over and checks nothing by.
    parse(text, (key, value: unknown) => (key === 'description' && typeof value === 'string' ? undefined : value)),
  );
  parsed.set(text, crd);
  return crd;
}

const parsed = new Map<string, Crd>();

function selected({ file, group, kinds }: Selection): readonly Crd[] {
  const documents = read(join(crdsFolder, file)).split(/^---$/m);
  return kinds.map((kind) => {
    // Most are large and not needed: only the one that is gets parsed.
    const text = documents.find(
      (document) => document.includes(`\n  group: ${group}\n`) && document.includes(`\n    kind: ${kind}\n`),
    );
    if (text === undefined) throw new Error(`${join(crdsFolder, file)} has no ${kind} of ${group}`);
    return definition(text);
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(
      `there is no ${file} to take definitions from: FLEETWRIGHT_SHARED names the folder that has crds/`,
      { cause },
    );
  }
}

async function isServed(kube: Kube, apiVersion: string, kind: string): Promise<void> {
  await until(`${kind} of ${apiVersion} is served`, async () =>
    knows(await kube.request('GET', `/apis/${apiVersion}`), kind),
  );
}

/** Whether an answer of discovery (APIResourceList) has a kind. */
export function knows(answer: unknown, kind: string): boolean {
  const { resources } = z.looseObject({ resources: z.array(z.looseObject({ kind: z.string() })) }).parse(answer);
  return resources.some((resource) => resource.kind === kind);
}

function hasCondition(object: KubeObject | undefined, type: string): boolean {
  const { status } = z.looseObject({ status: conditions.optional() }).parse(object ?? {});
  return status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
}

const conditions = z.looseObject({
  conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).optional(),
});
