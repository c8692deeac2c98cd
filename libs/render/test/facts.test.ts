import { type Definition, encode, type Scalar } from '@fleetwright/model';
import { type InventoryModel, resolveInventory } from '@fleetwright/model/engine';
import { describe, expect, test } from 'vitest';
import { checkFacts, renderApp } from '../src/index.ts';
import { fleet, resolved, said, valueOf, words } from './app-fleet.ts';

const { defineApp, fact, text } = words;
const app = { name: 'web', team: 'shop' } as const;
const web = { type: 'web', image: 'web', ports: { http: 8080 } } as const;
const hosted = defineApp({ ...app, processes: { web: { ...web, host: text`shop.${fact.domain}` } } });

/** What the inventory of a test says of a cluster; the rest is as it should be. */
interface Sketch {
  readonly stage?: 'dev' | 'prod';
  readonly state?: 'joining' | 'gone';
  readonly size?: 'small' | 'large';
  readonly facts?: { readonly [fact: string]: Scalar };
}

function inventoryOf(clusters: { readonly [name: string]: Sketch }): InventoryModel {
  const all = Object.entries(clusters).map(([name, { stage = 'prod', size = 'small', facts, ...rest }]) => {
    const standard = { hub: 'main', server: `https://${name}.example.com`, kubernetes: '1.35' } as const;
    const labels = { size, mesh: 'none' };
    return [
      name,
      { stage, labels, facts: { domain: 'a.example.com', region: 'eu', shards: 3, ...facts }, ...standard, ...rest },
    ];
  });
  const input = encode(Object.fromEntries(all)).value;
  return valueOf(resolveInventory({ file: 'clusters/inventory.ts', input }, fleet));
}

/** What is wrong with a definition that renders, on these clusters. */
function wrong(definition: Definition, clusters: { readonly [name: string]: Sketch }): string {
  const model = valueOf(resolved(definition));
  expect(renderApp(model, fleet).ok).toBe(true);
  return said(checkFacts(model, fleet, inventoryOf(clusters)));
}

describe('the facts that clusters really have', () => {
  test('may be what the objects can hold', () => {
    expect(wrong(hosted, { a: {}, b: { stage: 'dev', facts: { domain: 'b.example.com' } } })).toBe('');
  });

  test('are an error at the fact where they may not, once for the clusters that share it', () => {
    const bad = { facts: { domain: 'NOT A HOST' } };
    expect(wrong(hosted, { good: {}, e: bad, d: { ...bad, stage: 'dev' }, c: bad, b: bad })).toMatchInlineSnapshot(
      `"FW2002 b.facts.domain: the fact "domain" of clusters b, c, d and 1 more cannot be "NOT A HOST": HTTPRoute "web" of web: spec.hostnames[0] must match ^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$, and is the string "shop.NOT A HOST" (use a value of that form)"`,
    );
  });

  test('are looked at in what an environment and a rule change', () => {
    const definition = defineApp({
      ...app,
      processes: { web: { ...web, scale: { type: 'hpa', min: 2, max: 9 } } },
      environments: { prod: { processes: { web: { scale: { type: 'fixed', replicas: fact.shards } } } } },
      rules: [
        {
          name: 'large',
          when: { size: 'large' },
          set: { processes: { web: { scale: { type: 'hpa', min: 4, max: fact.shards } } } },
        },
      ],
    });
    const facts = { shards: -7 };
    expect(
      wrong(definition, { dev: { stage: 'dev', facts }, one: { facts }, two: { size: 'large' } }),
    ).toMatchInlineSnapshot(`
      "FW2002 one.facts.shards: the fact "shards" of cluster one cannot be -7: Deployment "web" of web: spec.replicas must be at least 0, and is -7 (choose a larger number)
      FW2002 two.facts.shards: the fact "shards" of cluster two cannot be 3: HorizontalPodAutoscaler "web" of web: spec.minReplicas is 4, and maxReplicas is 3 (lower minReplicas or raise maxReplicas)"
    `);
  });

  test('name the fact that is to blame, of several in one text', () => {
    const host = text`${fact.region}.${fact.domain}`;
    const definition = defineApp({ ...app, processes: { web: { ...web, host } } });
    expect(wrong(definition, { a: { facts: { domain: '-' } } })).toMatch(/^FW2002 a\.facts\.domain: [^\n]*$/);
  });

  test('do not matter where the app is not, or the cluster is gone', () => {
    const facts = { domain: 'NOT A HOST' };
    const definition = defineApp({
      ...app,
      only: ['prod'],
      placement: [{ size: 'small' }],
      processes: { web: { ...web, host: fact.domain } },
    });
    const elsewhere = {
      large: { size: 'large', facts },
      gone: { state: 'gone', facts },
      dev: { stage: 'dev', facts },
    } as const;
    expect(wrong(definition, { ...elsewhere, fine: {} })).toBe('');
    expect(wrong(definition, { ...elsewhere, joining: { state: 'joining', facts } })).toContain('joining.facts.domain');
  });

  test('are not to blame for what no fact could mend', () => {
    const definition = defineApp({
      ...app,
      processes: { web: { ...web, annotations: { 'example.com/domain': fact.domain } } },
      patches: [
        { escape: 'patch', kind: 'Deployment', name: 'web', input: { why: 'a test', merge: { spec: { wrong: 1 } } } },
      ],
    });
    expect(checkFacts(valueOf(resolved(definition)), fleet, inventoryOf({ a: {} }))).toEqual([]);
  });
});
