import { describe, expect, test } from 'vitest';
import { hintFor, kindsText, merged, type Report, wordsOf } from '../src/accept/report.ts';

describe('the report', () => {
  const report: Report = {
    kubernetes: 'v1.36.3',
    built: { overlay: 1, hub: 2, variant: 3, golden: 4 },
    kinds: [
      { apiVersion: 'v1', kind: 'Service', objects: 20, sent: 2, refused: 0 },
      { apiVersion: 'apps/v1', kind: 'Deployment', objects: 7, sent: 3, refused: 1 },
    ],
    planted: { sent: 5, refused: 5 },
    problems: [],
    warnings: [],
    neverSent: ['v1 PersistentVolumeClaim'],
    seconds: 15.6,
    memory: { etcd: 50 * 2 ** 20 },
  };
  const places = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
    built: `clusters/overlays/${name}/web`,
    file: name === 'a' ? 'clusters/stages/eu/web.yaml' : undefined,
  }));

  test('tells each refusal once, with its places and what to do', () => {
    const message = '500 .spec.replica: field not declared in schema';
    const refusal = (place: number) => ({
      problem: 'refused' as const,
      subject: 'Deployment shop/web',
      message,
      hint: hintFor(message),
      places: places.slice(place, place + 1),
    });
    const problems = merged([0, 1, 2, 3, 4].map(refusal));
    expect(problems).toHaveLength(1);
    const warnings = [{ subject: 'v1 Service', message: 'it is old', places: places.slice(1, 2) }];
    expect(wordsOf({ ...report, problems, warnings })).toBe(`\
error: Deployment shop/web: 500 .spec.replica: field not declared in schema
  in clusters/overlays/a/web, from clusters/stages/eu/web.yaml
  in clusters/overlays/b/web
  in clusters/overlays/c/web
  and 2 more
  hint: the kind has no such field in this version: take it out where the object is made
warning: v1 Service: it is old
  in clusters/overlays/b/web
Built 1 overlay, 2 kustomizations of hubs, 3 variants and 4 folders of goldens: 27 objects, 5 of them different, of 2 kinds.
Kubernetes v1.36.3 accepted 4 and refused 1; of 5 objects that are wrong on purpose it refused 5.
Never sent, because nothing here has one: v1 PersistentVolumeClaim.
16 s; etcd 50 MB.
1 problem, 1 warning.
`);
  });

  test('has a row for each kind', () => {
    expect(kindsText(report.kinds)).toBe(`\
kind                objects  different  refused
v1 Service               20          2        0
apps/v1 Deployment        7          3        1
`);
  });
});
