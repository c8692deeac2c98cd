import type { Dice } from './dice.ts';
import type { RandomObject } from './objects.ts';
import { type Fields, present, randomKey, randomName, randomStrings, randomText, type Value } from './scalars.ts';

/** Fields of a kustomization that need no file beside it. */
export function simpleFields(objects: readonly RandomObject[], dice: Dice): Record<string, Value> {
  const share = dice.pick([0.1, 0.2, 0.35]);
  const some = (make: () => Value): Value | undefined => (dice.chance(share) ? make() : undefined);
  const rare = (make: () => Value): Value | undefined => (dice.chance(share / 5) ? make() : undefined);
  return {
    ...present({
      namePrefix: some(() => dice.pick(['p-', 'dev-', 'x.', ''])),
      nameSuffix: some(() => dice.pick(['-s', '-v2', '-1', ''])),
      namespace: some(() => dice.pick(['ns1', 'prod', 'default', 'team-a'])),
      labels: some(() => Array.from({ length: 1 + dice.int(2) }, () => label(dice))),
      commonLabels: rare(() => pairs(dice)),
      commonAnnotations: some(() => (dice.chance(0.3) ? randomStrings(dice, 2) : pairs(dice))),
      images: some(() => Array.from({ length: 1 + dice.int(2) }, () => image(dice))),
      replicas: some(() => replicas(objects, dice)),
      buildMetadata: rare(() => dice.some(['originAnnotations', 'transformerAnnotations', 'managedByLabel'], 0.6)),
      sortOptions: rare(() => sortOptions(dice)),
      generatorOptions: some(() => generatorOptions(dice)),
      metadata: rare(() => ({ name: 'it', labels: { a: 'b' } })),
      imageTags: dice.slip(0.02) ? [{ name: 'nginx', newTag: 'v9' }] : undefined,
      inventory: dice.slip(0.01) ? {} : undefined,
      unknown: dice.slip(0.02) ? 1 : undefined,
    }),
  };
}

function replicas(objects: readonly RandomObject[], dice: Dice): Value {
  const counted = objects.filter(
    ({ kind, apiVersion }) =>
      ['apps/v1', 'v1', 'extensions/v1beta1'].includes(apiVersion) &&
      ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'].includes(kind),
  );
  if (counted.length === 0 || dice.slip(0.05)) return dice.slip(0.1) ? [{ name: randomName(dice), count: 1 }] : [];
  return dice.some(counted, 0.5).map(({ name }) => ({ name, count: dice.int(10) }));
}

/** Labels or annotations that pass the checks of kustomization files, mostly. */
function pairs(dice: Dice): Fields {
  if (dice.slip(0.05)) return randomStrings(dice, 2);
  return Object.fromEntries(
    Array.from({ length: 1 + dice.int(2) }, () => [
      dice.pick(['app', 'tier', 'env', 'example.com/team', 'a.b/c-d']),
      dice.pick(['web', 'x', 'prod', 'true', '1', 'yes', 'null', '1.5', '0x1', 'v1.2', '']),
    ]),
  );
}

function label(dice: Dice): Fields {
  return present({
    pairs: pairs(dice),
    includeSelectors: dice.chance(0.3) ? dice.chance(0.8) : undefined,
    includeTemplates: dice.chance(0.3) ? dice.chance(0.8) : undefined,
    fields: dice.chance(0.1)
      ? [
          {
            path: dice.pick(['spec/config/labels', 'spec/template/metadata/labels']),
            create: true,
            kind: dice.pick(['Widget', 'Deployment']),
          },
        ]
      : undefined,
  });
}

function image(dice: Dice): Fields {
  return present({
    name: dice.pick([
      'nginx',
      'redis',
      'app',
      'busybox',
      'registry.example.com:5000/team/app',
      'my/app',
      '.*',
      'a.b/c',
      'ngin.',
    ]),
    newName: dice.chance(0.4) ? dice.pick(['mirror/nginx', 'localhost:5000/x', 'app']) : undefined,
    newTag: dice.chance(0.6) ? dice.pick(['v2', '1.25', '2024-01-01', '10']) : undefined,
    digest: dice.chance(0.15) ? 'sha256:cccc' : undefined,
    tagSuffix: dice.chance(0.1) ? '-alpine' : undefined,
  });
}

function sortOptions(dice: Dice): Value {
  if (dice.chance(0.4)) return { order: 'fifo' };
  return present({
    order: 'legacy',
    legacySortOptions: dice.chance(0.5)
      ? {
          orderFirst: dice.some(['Namespace', 'ConfigMap', 'Deployment', 'Widget'], 0.5),
          orderLast: dice.some(['Service', 'Secret', 'Ingress'], 0.5),
        }
      : undefined,
  });
}

function generatorOptions(dice: Dice): Fields {
  return present({
    disableNameSuffixHash: dice.chance(0.4) ? dice.chance(0.7) : undefined,
    labels: dice.chance(0.4) ? randomStrings(dice, 2) : undefined,
    annotations: dice.chance(0.4) ? randomStrings(dice, 2) : undefined,
    immutable: dice.chance(0.15) ? true : undefined,
  });
}

/** Entries of `configMapGenerator` or `secretGenerator`, and the files that they read. Names are those of `objects` when they merge. */
export function generated(
  kind: 'ConfigMap' | 'Secret',
  objects: readonly RandomObject[],
  folder: string,
  dice: Dice,
): { readonly entries: Fields[]; readonly files: Map<string, string | Uint8Array>; readonly made: RandomObject[] } {
  const files = new Map<string, string | Uint8Array>();
  const entries: Fields[] = [];
  const made: RandomObject[] = [];
  for (let count = 1 + dice.int(2); count > 0; count -= 1) {
    const known = objects.filter((object) => object.kind === kind);
    const merged = known.length > 0 && dice.chance(0.2) ? dice.pick(known) : undefined;
    const name = merged?.name ?? randomName(dice);
    const taken = merged ?? [...known, ...made].find((object) => object.name === name);
    const namespace =
      taken === undefined ? dice.pick(['ns1', ...Array.from({ length: 6 }, () => undefined)]) : taken.namespace;
    const entry = present({
      name,
      namespace,
      behavior: behavior(taken !== undefined, dice),
      literals: dice.chance(0.7) ? literals(dice) : undefined,
      files: dice.chance(0.3) ? inputs(files, folder, dice) : undefined,
      envs: dice.chance(0.2) ? [environment(files, folder, dice)] : undefined,
      env: dice.chance(0.03) ? environment(files, folder, dice) : undefined,
      options: dice.chance(0.3) ? generatorOptions(dice) : undefined,
      type: kind === 'Secret' && dice.chance(0.3) ? 'kubernetes.io/tls' : undefined,
    });
    entries.push(entry);
    made.push({ apiVersion: 'v1', kind, name, namespace, body: { apiVersion: 'v1', kind, metadata: { name } } });
  }
  return { entries, files, made };
}

function behavior(taken: boolean, dice: Dice): string | undefined {
  if (!taken) return dice.chance(0.1) ? 'create' : undefined;
  return dice.slip(0.1) ? 'create' : dice.pick(['merge', 'merge', 'replace']);
}

function literals(dice: Dice): Value {
  const names = dice.some(['a', 'b', 'c.yaml', 'LEVEL'], 0.6);
  return names.map(
    (name) =>
      `${name}=${dice.chance(0.2) ? dice.pick(['"quoted"', "'x'", '"', 'a=b', ' sp ', '$(VAR)', 'x\ny', '']) : randomText(dice)}`,
  );
}

function inputs(files: Map<string, string | Uint8Array>, folder: string, dice: Dice): Value {
  const name = dice.pick(['data.txt', 'app.properties', 'blob.bin']);
  const texts = [
    `key=${randomText(dice)}\n`,
    'line 1\nline 2\n',
    randomText(dice),
    'trailing space \nx\n',
    '\ttab\n',
    'a\r\nb\r\n',
    `${'long '.repeat(40)}\n`,
  ];
  files.set(
    `${folder}/${name}`,
    name === 'blob.bin' ? Uint8Array.from({ length: dice.int(90) }, () => dice.int(256)) : dice.pick(texts),
  );
  return [dice.chance(0.4) ? `${dice.pick(['renamed', 'k.txt', randomKey(dice)])}=${name}` : name];
}

function environment(files: Map<string, string | Uint8Array>, folder: string, dice: Dice): string {
  const name = dice.pick(['some.env', 'other.env']);
  const lines = [
    'A=1',
    '# comment',
    '',
    '  B= x ',
    'C="q"',
    'E=a=b',
    `F=${randomText(dice).replaceAll(/[\n\r]/g, '')}`,
    'lone',
  ];
  files.set(
    `${folder}/${name}`,
    `${dice.chance(0.1) ? '\ufeff' : ''}${dice.some(lines, 0.5).join(dice.chance(0.05) ? '\r\n' : '\n')}\n`,
  );
  return name;
}
