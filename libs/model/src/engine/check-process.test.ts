import { describe, expect, test } from 'vitest';
import { found, resolveApp } from '../../test/resolve.ts';
import type { Encoded } from '../define/encode.ts';
import { defaultPort } from './check-process.ts';

type Fields = { [key: string]: Encoded };

function web(fields: Fields): { processes: Fields } {
  return { processes: { web: { type: 'web', image: 'x', ...fields } } };
}

/** The errors of an app with one web process, as `code message (hint)`. */
function errorsOf(fields: { processes: Fields }): string[] {
  const result = resolveApp(fields);
  return result.ok ? [] : result.errors.map(({ code, message, hint }) => `${code} ${message} (${hint})`);
}

describe('the port that is meant where none is named', () => {
  test.each<[readonly string[], string | undefined]>([
    [['admin'], 'admin'],
    [['admin', 'http'], 'http'],
    [['http', 'admin'], 'http'],
    [['admin', 'web'], undefined],
    [[], undefined],
  ])('of %j is %s', (ports, expected) => {
    expect(defaultPort(ports)).toBe(expected);
  });

  test.each<[string, Fields]>([
    ['a probe that names one', { readiness: { type: 'tcp', port: 'web' } }],
    ['a probe that asks no port', { liveness: { type: 'exec', command: ['/up'] } }],
    ['a host whose Service has one', { host: 'x.example.com', service: { ports: { web: 80 } } }],
  ])('%s needs no other', (_what, fields) => {
    expect(errorsOf(web({ ports: { web: 8080, admin: 9000 }, ...fields }))).toEqual([]);
  });

  test('must be named by a probe that could mean several', () => {
    const startup = { type: 'http', path: '/' };
    const proxy = { image: 'x', ports: { b: 1, a: 2 }, readiness: { type: 'grpc' } };
    const fields = web({ ports: { web: 8080, admin: 9000 }, startup, sidecars: { proxy } });
    expect(found(resolveApp(fields))).toEqual([
      'FW1017 processes.web.sidecars.proxy.readiness',
      'FW1017 processes.web.startup',
    ]);
    expect(errorsOf(fields)[0]).toMatchInlineSnapshot(
      `"FW1017 processes.web.startup names no port, and processes.web has 2, none of them named "http" (say port: one of admin, web)"`,
    );
  });

  test('must be told by the names where a host could mean several', () => {
    const fields = web({ ports: { web: 8080, admin: 9000 }, host: 'x.example.com' });
    expect(found(resolveApp(fields))).toEqual(['FW1017 processes.web.host']);
    expect(errorsOf(fields)).toMatchInlineSnapshot(`
      [
        "FW1017 process web has a host and 2 ports, none of them named "http" (name the one that answers its requests http, or say that one alone in service.ports; it has admin, web)",
      ]
    `);
  });
});

describe('the Service of a stateful process', () => {
  const store = (service: Fields): { processes: Fields } => ({
    processes: { db: { type: 'stateful', image: 'x', replicas: 1, ports: { sql: 5432 }, service } },
  });

  test('has a name and ports', () => {
    expect(errorsOf(store({ name: 'sql', ports: { sql: 5432 } }))).toEqual([]);
  });

  test('has no type of its own', () => {
    expect(errorsOf(store({ serviceType: 'LoadBalancer' }))).toMatchInlineSnapshot(`
      [
        "FW1010 processes.db.service has no field "serviceType" (Its fields are name, ports)",
      ]
    `);
    expect(errorsOf(web({ ports: { http: 80 }, service: { serviceType: 'LoadBalancer' } }))).toEqual([]);
  });
});

describe('references between environment variables', () => {
  test.each<[string, Fields, number]>([
    ['to one before', { A: 'a', B: 'x$(A)' }, 0],
    ['to one that comes from elsewhere', { A: '$(PASSWORD)' }, 0],
    ['to the one of the same name from elsewhere', { PATH: '$(PATH):/x' }, 0],
    ['to no variable, as they are escaped', { A: '$$(B)', B: 'b' }, 0],
    ['after an escape', { A: '$$$(B)', B: 'b' }, 1],
    ['to one after', { A: 'x$(B)y', B: 'b' }, 1],
    ['in text with facts', { A: { $text: { literals: ['$(B).', ''], facts: ['domain'] } }, B: 'b' }, 1],
    ['in a circle', { A: '$(B)', B: '$(A)' }, 1],
  ])('%s', (_what, env, errors) => {
    expect(errorsOf(web({ env }))).toHaveLength(errors);
  });

  test('say what to do', () => {
    const sidecars = { proxy: { image: 'x', env: { URL: 'http://$(WHERE)/', WHERE: 'x' } } };
    expect(errorsOf(web({ sidecars }))).toMatchInlineSnapshot(`
      [
        "FW1011 processes.web.sidecars.proxy.env.URL refers to $(WHERE), which comes after it: variables are in the order of their names (put its value together in the definition, with text\`…\` where it holds facts; $$(…) is no reference)",
      ]
    `);
  });
});
