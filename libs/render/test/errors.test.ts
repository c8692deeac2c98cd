import { encode, type Web } from '@fleetwright/model';
import { resolveFleet } from '@fleetwright/model/engine';
import { describe, expect, test } from 'vitest';
import { errorsOf, rendered, said, valueOf, words } from './app-fleet.ts';

const { defineApp, definePlatform, patch, raw, fact } = words;
const app = { name: 'web', team: 'shop' } as const;
const web = { type: 'web', image: 'web', ports: { http: 8080 } } as const;
const why = 'a test';

/** A patch or raw object without the types that would forbid what a spread or a cast can hide. */
function loosely<E extends 'patch' | 'raw'>(escape: E, kind: string, name: string, input: unknown) {
  return { escape, kind, name, input };
}

/** The errors of an app with these patches. */
function patching(...patches: ReturnType<typeof patch>[]): string {
  return errorsOf(defineApp({ ...app, processes: { web }, patches }));
}

describe('patches', () => {
  test('must hit something', () => {
    expect(patching(patch('Deployment', 'wbe', { why, merge: { spec: { paused: true } } }))).toMatchInlineSnapshot(
      `"FW2010 patches.0.input.merge: there is no Deployment "wbe" to patch (did you mean Deployment web? the app has Deployment web, Service web, ServiceAccount web)"`,
    );
  });

  test('must hit something in every environment', () => {
    const definition = defineApp({
      ...app,
      processes: { web, worker: { type: 'worker', image: 'web' } },
      environments: { prod: { processes: { worker: null } } },
      patches: [patch('Deployment', 'web-worker', { why, merge: { spec: { paused: true } } })],
    });
    expect(errorsOf(definition)).toMatchInlineSnapshot(
      `"FW2010 patches.0.input.merge: there is no Deployment "web-worker" to patch (environment prod) (did you mean Deployment web? the app has Deployment web, Service web, ServiceAccount web)"`,
    );
  });

  test('must change something', () => {
    expect(
      patching(patch('Deployment', 'web', { why, merge: { spec: { replicas: 1, paused: null } } })),
    ).toMatchInlineSnapshot(
      `"FW2011 patches.0.input.merge: the patch of Deployment "web" changes nothing (the definition says the same already: remove the patch, or mend what it merges)"`,
    );
  });

  test('leave identities alone', () => {
    const merge = { apiVersion: 'v2', metadata: { name: 'x', namespace: 'y' } };
    expect(patching(loosely('patch', 'Service', 'web', { why, merge }))).toMatchInlineSnapshot(`
      "FW2012 patches.0.input.merge.apiVersion: the patch of Service "web" touches apiVersion (a patch changes an object and cannot make it another one; say name or namespace in the definition)
      FW2012 patches.0.input.merge.metadata.name: the patch of Service "web" touches metadata.name (a patch changes an object and cannot make it another one; say name or namespace in the definition)
      FW2012 patches.0.input.merge.metadata.namespace: the patch of Service "web" touches metadata.namespace (a patch changes an object and cannot make it another one; say name or namespace in the definition)"
    `);
  });

  test('say nothing that a generator cannot', () => {
    const definition = defineApp({
      ...app,
      processes: { web },
      config: { A: 'a' },
      patches: [patch('ConfigMap', 'web-config', { why, merge: { binaryData: { a: 'AA==' } } })],
    });
    expect(errorsOf(definition)).toMatchInlineSnapshot(
      `"FW2012 patches.0.input.merge: the patch of ConfigMap "web-config" touches binaryData, which a generated ConfigMap cannot have (change its data, labels and annotations, or add an object of its own (raw))"`,
    );
  });

  test('take the facts of what they remove along', () => {
    const processes = { web: { ...web, args: [fact.domain] } };
    const facts = (patches: ReturnType<typeof patch>[]) =>
      valueOf(rendered(defineApp({ ...app, only: ['dev'], processes, patches }))).get(
        'dev/config/default/facts/kustomization.yaml',
      );
    expect(facts([])).toContain('containers.0.args.0');
    const merge = { spec: { template: { spec: { containers: [{ name: 'web', args: ['none'] }] } } } };
    expect(facts([patch('Deployment', 'web', { why, merge })])).toMatch(/^replacements: \[\]$/m);
  });
});

describe('objects', () => {
  test('may be bare', () => {
    const bare = raw('ServiceAccount', 'bare', { why, object: {} });
    expect(errorsOf(defineApp({ ...app, processes: { web }, raw: [bare] }))).toBe('no error');
  });

  test('of one identity are an error', () => {
    const definition = defineApp({
      ...app,
      processes: { web },
      raw: [raw('Service', 'web', { why, object: { spec: {} } })],
    });
    expect(errorsOf(definition)).toMatchInlineSnapshot(
      `"FW2013 raw.0.input.object: there are two objects Service "web" in the namespace shop (the other comes from processes.web: name one of them differently)"`,
    );
  });

  test('that belong to no namespace are for platform apps', () => {
    const escape = { raw: [raw('PriorityClass', 'high', { why, object: { value: 1 } })] };
    expect(errorsOf(defineApp({ ...app, processes: { web }, ...escape }))).toMatchInlineSnapshot(
      `"FW1011 raw.0.input.object: PriorityClass "high" belongs to no namespace, and only platform apps own such objects (make it part of a platform app (definePlatform))"`,
    );
    expect(errorsOf(definePlatform({ name: 'tenants', ...escape }))).toBe('no error');
  });

  test('are validated after patches, at the line of what caused it, all at once', () => {
    const definition = defineApp({
      ...app,
      processes: { web: { ...web, env: { A: 'a' }, resources: { limits: { memory: '1Gi' } } } },
      patches: [
        loosely('patch', 'Deployment', 'web', {
          why,
          merge: {
            spec: { template: { spec: { containers: [{ name: 'web', resourcess: {} }], dnsPolicy: 'Defualt' } } },
          },
        }),
      ],
      raw: [
        loosely('raw', 'PersistentVolumeClaim', 'data', { why, only: ['prod'], object: { spec: { acessModes: [] } } }),
      ],
    });
    expect(errorsOf(definition)).toMatchInlineSnapshot(`
      "FW2001 patches.0.input.merge.spec.template.spec.containers.0.resourcess: Deployment "web": spec.template.spec.containers[0].resourcess is not a field of Deployment (apps/v1) (did you mean "resources"?)
      FW2002 patches.0.input.merge.spec.template.spec.dnsPolicy: Deployment "web": spec.template.spec.dnsPolicy must be ClusterFirst, ClusterFirstWithHostNet, Default or None, and is the string "Defualt" (did you mean "Default"?)
      FW2001 raw.0.input.object.spec.acessModes: PersistentVolumeClaim "data": spec.acessModes is not a field of PersistentVolumeClaim (v1) (environment prod) (did you mean "accessModes"?)"
    `);
  });

  test('are validated for the Kubernetes versions that can run them', () => {
    const newer = { ...app, processes: { web: { ...web } } };
    const merge = { spec: { template: { spec: { schedulingGroup: { podGroupName: 'x' } } } } };
    const patches = [loosely('patch', 'Deployment', 'web', { why, merge })];
    expect(errorsOf(defineApp({ ...newer, patches }))).toMatchInlineSnapshot(
      `"FW2001 patches.0.input.merge.spec.template.spec.schedulingGroup.podGroupName: Deployment "web": spec.template.spec.schedulingGroup is not a field of Deployment (apps/v1) (Kubernetes 1.34, 1.35) (only Kubernetes 1.36 has it; leave it out, or use it where every cluster has that version)"`,
    );
  });

  test('hold no fact where kustomize cannot fill it in', () => {
    const annotations = { 7: fact.domain };
    expect(errorsOf(defineApp({ ...app, processes: { web: { ...web, annotations } } }))).toMatchInlineSnapshot(
      `"FW2015 processes.web.annotations.7: Deployment "web": a fact cannot be filled in below the key "7", which is a number (choose a key that begins with a letter)"`,
    );
  });

  test('may not hold text that reads like a placeholder, but names may', () => {
    const config = { IMAGE_web: 'x', TEXT: 'see FACT_domain' };
    expect(errorsOf(defineApp({ ...app, processes: { web }, config }))).toMatchInlineSnapshot(
      `"FW2015 config.TEXT: ConfigMap "web-config": data.TEXT holds "FACT_domain", which is how Fleetwright marks a place to fill in (use the fact itself (fact.… or text\`…\`), or write it differently)"`,
    );
  });
});

describe('a budget', () => {
  type Settings = Pick<Web, 'scale' | 'disruption'>;
  /** What is said of an app with one web process. */
  function about(settings: Settings): string {
    const result = rendered(defineApp({ ...app, only: ['dev'], processes: { web: { ...web, ...settings } } }));
    const found = (result.ok ? result.warnings : result.errors).filter(({ code }) => code === 'FW1023');
    return found.map((one) => `${one.severity}: ${said([one])}`).join('\n');
  }
  const fixed = (replicas: number) => ({ type: 'fixed', replicas }) as const;
  const hpa = (min: number, max: number) => ({ type: 'hpa', min, max }) as const;

  test.each<[string, Settings]>([
    ['of a percentage that leaves one to go', { scale: fixed(10), disruption: { minAvailable: '90%' } }],
    ['of a small percentage that may go', { scale: fixed(2), disruption: { maxUnavailable: '1%' } }],
    ['of an autoscaler', { scale: hpa(4, 8), disruption: { minAvailable: '70%' } }],
    [
      'of pods that each cluster counts',
      { scale: { type: 'fixed', replicas: fact.shards }, disruption: { minAvailable: 2 } },
    ],
  ])('%s is kept', (_what, settings) => {
    expect(about(settings)).toBe('');
  });

  test('that no drain could keep is told', () => {
    const shards = { type: 'fixed', replicas: fact.shards } as const;
    const errors: Settings[] = [
      { scale: fixed(2), disruption: { minAvailable: 2 } },
      { scale: fixed(3), disruption: { minAvailable: '70%' } },
      { scale: shards, disruption: { minAvailable: '100%' } },
      { scale: hpa(2, 9), disruption: { maxUnavailable: 0 } },
      { disruption: { maxUnavailable: '0%' } },
      { scale: hpa(2, 4), disruption: { minAvailable: 4 } },
    ];
    expect(errors.map(about).join('\n')).toMatchInlineSnapshot(`
      "error: FW1023 processes.web.disruption.minAvailable: minAvailable of the process "web" is 2: of 2 pods 2 must stay, so no node with one of them could be drained (let minAvailable be at most 1, or say maxUnavailable: 1)
      error: FW1023 processes.web.disruption.minAvailable: minAvailable of the process "web" is 70%: of 3 pods 3 must stay, so no node with one of them could be drained (let minAvailable be at most 66%, or say maxUnavailable: 1)
      error: FW1023 processes.web.disruption.minAvailable: minAvailable of the process "web" is 100%: however many pods there are, no node with one of them could be drained (let one pod go at a time: maxUnavailable: 1)
      error: FW1023 processes.web.disruption.maxUnavailable: maxUnavailable of the process "web" is 0: however many pods there are, no node with one of them could be drained (let one pod go at a time: maxUnavailable: 1)
      error: FW1023 processes.web.disruption.maxUnavailable: maxUnavailable of the process "web" is 0%: however many pods there are, no node with one of them could be drained (let one pod go at a time: maxUnavailable: 1)
      error: FW1023 processes.web.disruption.minAvailable: minAvailable of the process "web" is 4: of 4 pods 4 must stay, so no node with one of them could be drained (let minAvailable be at most 3, or say maxUnavailable: 1)"
    `);
  });

  test('that an autoscaler at its minimum could not keep is told, and no more', () => {
    const warnings: Settings[] = [
      { scale: hpa(3, 9), disruption: { minAvailable: '70%' } },
      { scale: hpa(1, 9), disruption: { minAvailable: 1 } },
    ];
    expect(warnings.map(about).join('\n')).toMatchInlineSnapshot(`
      "warning: FW1023 processes.web.disruption.minAvailable: minAvailable of the process "web" is 70%: while the autoscaler is at its minimum of 3, 3 must stay, so no node with one of them could be drained (raise min to 4, or let minAvailable be at most 66%)
      warning: FW1023 processes.web.disruption.minAvailable: minAvailable of the process "web" is 1: while the autoscaler is at its minimum of 1, 1 must stay, so no node with one of them could be drained (raise min to 2)"
    `);
  });

  test.each([0, 1])('is not made for %d pods, whatever is said', (replicas) => {
    const disruption = { minAvailable: 1 };
    const files = valueOf(
      rendered(
        defineApp({ ...app, only: ['dev'], processes: { web: { ...web, scale: fixed(replicas), disruption } } }),
      ),
    );
    expect([...files.keys()].filter((path) => path.includes('budget'))).toEqual([]);
  });
});

test('what may come from the gateway comes from the namespace of its proxies', () => {
  const network = { from: [{ app: 'front' }] };
  const definition = defineApp({
    ...app,
    only: ['dev'],
    processes: { web: { ...web, host: 'x.example.com', network } },
  });
  const policy = (gateway: object) => {
    const { value } = encode({ ...Object(words.input), gateway });
    const vocabulary = valueOf(resolveFleet({ file: 'clusters/fleet.ts', input: value }));
    return valueOf(rendered(definition, vocabulary)).get('dev/config/common/networkpolicy-web.yaml');
  };
  const gateway = { name: 'public', namespace: 'ingress' };
  expect(policy(gateway)).toContain('kubernetes.io/metadata.name: ingress\n');
  expect(policy({ ...gateway, proxyNamespace: 'envoy' })).toContain('kubernetes.io/metadata.name: envoy\n');
  expect(policy({ ...gateway, proxyNamespace: 'envoy' })).not.toContain('ingress\n');
});

test('rules cannot move an app to another namespace', () => {
  const rules = [{ name: 'large', when: { size: 'large' }, set: { namespace: 'other' } }] as const;
  expect(errorsOf(defineApp({ ...app, processes: { web }, rules }))).toMatchInlineSnapshot(
    `"FW1011 rules.0.set.namespace: rules put the app into 2 namespaces: other, shop (make it two apps, or choose one namespace)"`,
  );
});
