import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appOf, fleet, found, resolveApp } from '../../test/resolve.ts';
import type { Encoded } from '../define/encode.ts';
import { resolveDefinition } from './app.ts';

type Fields = { [key: string]: Encoded };
const container = { image: 'x', ports: { http: 8080 } };
const web = (more: Fields = {}): Fields => ({ web: { type: 'web', ...container, ...more } });
const app = (more: Fields, rest: Fields = {}): Fields => ({ processes: web(more), ...rest });
const prod = (set: Fields): Fields => ({ environments: { prod: { processes: { web: set } } } });

describe('what is wrong is found at the layer that says it', () => {
  test.each<[string, Fields, string[]]>([
    [
      'a port that a probe names',
      app({ readiness: { type: 'http', path: '/', port: 'htp' } }),
      ['FW1017 processes.web.readiness.port'],
    ],
    [
      'a probe without any port',
      { processes: { web: { type: 'web', image: 'x', liveness: { type: 'tcp' } } } },
      ['FW1017 processes.web.liveness'],
    ],
    [
      'a port that the Service names',
      app({ service: { ports: { grpc: 80 } } }),
      ['FW1017 processes.web.service.ports.grpc'],
    ],
    [
      'a port that a network rule names',
      app({ network: { from: [{ app: 'y', ports: ['metrics'] }] } }),
      ['FW1017 processes.web.network.from.0.ports.0'],
    ],
    ['a peer that is nobody', app({ network: { to: [{}] } }), ['FW1012 processes.web.network.to.0']],
    [
      'two ports with one number in a pod',
      app({ sidecars: { proxy: { image: 'x', ports: { admin: 8080 } } } }),
      ['FW1018 processes.web.sidecars.proxy.ports.admin'],
    ],
    ['two protocols are two ports', app({ ports: { dns: 53, udp: { port: 53, protocol: 'UDP' } } }), []],
    [
      'a schedule that cannot be',
      { processes: { night: { type: 'cron', image: 'x', schedule: '0 25 * * *' } } },
      ['FW1019 processes.night.schedule'],
    ],
    [
      'a minimum above the maximum',
      { ...app({ scale: { type: 'hpa', min: 1, max: 5 } }), ...prod({ scale: { min: 9 } }) },
      ['FW1023 environments.prod.processes.web.scale.min'],
    ],
    [
      'a request above its limit',
      {
        ...app({ resources: { limits: { memory: '1Gi' } } }),
        ...prod({ resources: { requests: { memory: '1025Mi' } } }),
      },
      ['FW1023 environments.prod.processes.web.resources.requests.memory'],
    ],
    [
      'two disruption budgets',
      app({ disruption: { minAvailable: 1, maxUnavailable: 1 } }),
      ['FW1023 processes.web.disruption'],
    ],
    ['a slot that is not there', app({ image: 'y' }), ['FW1030 processes.web.image']],
    [
      'a slot that an environment names',
      { ...app({}), ...prod({ image: 'xx' }) },
      ['FW1030 environments.prod.processes.web.image'],
    ],
    [
      'a required field that is deleted',
      { ...app({}), ...prod({ image: null }) },
      ['FW1012 environments.prod.processes.web.image'],
    ],
    [
      'config and secrets of one name',
      app({}, { config: { A: '1' }, secrets: { A: { from: 'a' } } }),
      ['FW1022 secrets.A'],
    ],
    ['a name that no variable may have', app({ env: { '1A': 'x' } }), ['FW1015 processes.web.env.1A']],
    [
      'two processes with one name',
      { processes: { ...web(), api: { type: 'worker', image: 'x', name: 'x' } } },
      ['FW2013 processes.api.name'],
    ],
    [
      'a CronJob with too long a name',
      { processes: { ['n'.repeat(51)]: { type: 'cron', image: 'x', schedule: '@daily' } } },
      [`FW1015 processes.${'n'.repeat(51)}`],
    ],
    ['a name that every overlay uses', app({ name: 'cluster-facts' }), ['FW1015 processes.web.name']],
    [
      'an override of an environment that is not there',
      app({}, { environments: { prd: {} } }),
      ['FW1013 environments.prd'],
    ],
    [
      'a rule that can never match, by its shape',
      app({}, { only: ['dev'], rules: [{ name: 'r', environment: 'prod', when: {}, set: { confg: {} } }] }),
      ['FW1010 rules.0.set.confg'],
    ],
    [
      'two rules of one name',
      app(
        {},
        {
          rules: [
            { name: 'r', when: {}, set: {} },
            { name: 'r', when: {}, set: {} },
          ],
        },
      ),
      ['FW1022 rules.1.name'],
    ],
    [
      'a rule named like a folder',
      app({}, { rules: [{ name: 'common', when: {}, set: {} }] }),
      ['FW1015 rules.0.name'],
    ],
    [
      'facts next to each other',
      app({ host: { $text: { literals: ['a.', '', ''], facts: ['domain', 'region'] } } }),
      ['FW2015 processes.web.host'],
    ],
    [
      'a text fact as a number',
      { ...app({}), ...prod({ scale: { type: 'fixed', replicas: { $fact: 'region' } } }) },
      ['FW1014 environments.prod.processes.web.scale.replicas'],
    ],
    ['a quantity', app({ resources: { limits: { cpu: '100mm' } } }), ['FW1011 processes.web.resources.limits.cpu']],
    ['a port number', app({ ports: { http: 99_999 } }), ['FW1011 processes.web.ports.http']],
    [
      'an escape without a reason',
      app({}, { patches: [{ escape: 'patch', kind: 'Service', name: 'x', input: { why: '', merge: {} } }] }),
      ['FW1012 patches.0.input.why'],
    ],
  ])('%s', (_what, fields, expected) => {
    expect(found(resolveApp(fields))).toEqual(expected);
  });

  test('all of it in one run', () => {
    const fields = {
      team: 'shpo',
      ...app({ image: 'y', scael: {} }, { environments: { prd: {} }, config: { '9': 'x' } }),
    };
    expect(found(resolveApp(fields))).toEqual([
      'FW1010 processes.web.scael',
      'FW1013 environments.prd',
      'FW1013 team',
      'FW1015 config.9',
    ]);
  });
});

describe('names', () => {
  test.each([
    ['x'.repeat(64), 'FW1015'],
    ['fleet', 'FW1015'],
    ['a.b', 'FW1015'],
    ['1a', 'FW1015'],
    ['cluster-facts', 'FW1015'],
  ])('%s cannot be an app', (name, code) => {
    expect(found(resolveApp({ ...app({}), name }, fleet, name)).join()).toContain(code);
  });

  test('the name is the folder', () => {
    expect(found(resolveApp(app({}), fleet, 'y'))).toEqual(['FW1015 name']);
  });
});

describe('digests', () => {
  test('one warning a slot where they are recommended', () => {
    const fields = app({ image: 'loose', init: { setup: { image: 'loose' } } });
    expect(found(resolveApp(fields))).toEqual(['FW1032 2:1']);
    expect(resolveApp(fields).ok).toBe(true);
  });

  test('an error where an environment that uses the slot demands them', () => {
    const environments = new Map(fleet.environments).set('prod', {
      name: 'prod',
      namespace: 'prod',
      digests: 'demanded',
    });
    const demanding = { ...fleet, environments };
    expect(resolveApp(app({ image: 'loose' }), demanding).ok).toBe(false);
    expect(resolveApp(app({ image: 'loose' }, { only: ['dev'] }), demanding).ok).toBe(true);
  });
});

describe('the model', () => {
  const model = appOf({
    ...app({ scale: { type: 'hpa', min: 1, max: 5 }, labels: { type: 'shop' } }),
    environments: { prod: { processes: { web: { scale: { max: 9 } } } } },
    rules: [
      {
        name: 'large',
        environment: 'prod',
        when: { size: 'large' },
        set: { processes: { web: { scale: { max: 99 } } } },
      },
    ],
  });

  test('has every leaf with its origin, defaults included', () => {
    const { namespace, processes } = model.settings('prod', ['large']);
    expect(namespace).toEqual({ value: 'prod', origin: { file: 'apps/x/app.ts', path: [], layer: 'default' } });
    const process = processes['web'];
    if (process?.type !== 'web' || process.scale?.type !== 'hpa') throw new Error('not what was said');
    expect(process.scale.max).toMatchObject({
      value: 99,
      origin: { layer: 'rule large', path: ['rules', 0, 'set', 'processes', 'web', 'scale', 'max'] },
    });
    expect(process.scale.min).toMatchObject({ value: 1, origin: { layer: 'definition' } });
    expect(process.labels?.['type']).toMatchObject({ value: 'shop' });
  });

  test('applies rules only where they match', () => {
    expect(JSON.stringify(model.settings('prod', []))).toContain('"value":9,');
    expect(JSON.stringify(model.settings('dev', ['large']))).toContain('"value":5,');
    expect(model.rulesIn('dev')).toEqual([]);
    expect(model.rulesIn('prod')).toEqual([{ name: 'large', when: { size: ['large'] } }]);
  });

  test('a platform app belongs to the platform team and has its defaults', () => {
    const source = {
      define: 'platform' as const,
      file: 'apps/p/app.ts',
      input: { name: 'p', namespaces: { shop: { quota: { pods: 10 } } } },
    };
    const result = resolveDefinition(source, 'p', fleet, undefined);
    if (!result.ok || result.value.define !== 'platform') throw new Error('not a platform app');
    expect(result.value.team).toBe('core');
    const shop = result.value.settings('dev', []).namespaces?.['shop'];
    expect(shop?.defaultDeny).toMatchObject({
      value: true,
      origin: { layer: 'default', path: ['namespaces', 'shop'] },
    });
    expect(shop?.quota?.['pods']).toMatchObject({ value: 10, origin: { layer: 'definition' } });
  });
});

test('whatever is said, there is an answer: errors with a place, or settings for every environment', () => {
  const words = [
    'processes',
    'web',
    'type',
    'scale',
    'image',
    'environments',
    'prod',
    'rules',
    'when',
    'set',
    'config',
    'ports',
    'patches',
    'input',
    'constructor',
    '',
  ];
  const key = fc.constantFrom(...words);
  const said = fc.constantFrom<Encoded>(
    'web',
    'hpa',
    'x',
    0,
    -1,
    null,
    true,
    [],
    {},
    { $fact: 'shards' },
    { $fact: 'none' },
    'prod',
  );
  const { node } = fc.letrec<{ node: Encoded }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 7 },
      said,
      fc.array(tie('node'), { maxLength: 2 }),
      fc.dictionary(key, tie('node'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, node), fc.boolean(), (fields, whole) => {
      const input = whole ? fields : { ...app({}), ...fields };
      const result = resolveApp(input);
      const errors = result.ok ? [] : result.errors;
      expect(errors.every(({ at, hint }) => at !== undefined && hint !== undefined)).toBe(true);
      const model = result.ok ? result.value : undefined;
      for (const environment of model?.environments ?? []) {
        expect(() => model?.settings(environment, [])).not.toThrow();
      }
    }),
    { numRuns: 1000 },
  );
});
