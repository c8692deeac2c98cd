import { expect, it } from 'vitest';
import { guard, vanishing } from './guard.ts';

const overlays = (n: number): string[] =>
  Array.from({ length: n }, (_, index) => `clusters/overlays/eu-${index}/web/kustomization.yaml`);

it('counts what goes whole, area by area', () => {
  const before = [
    ...overlays(3),
    'clusters/facts/eu-0/facts.yaml',
    'clusters/rendered/policy.yaml',
    'clusters/rendered/dev/clusters.yaml',
    'apps/web/rendered/dev/config/release.yaml',
    'apps/web/rendered/dev/images/a.yaml',
    'apps/web/rendered/prod/images/a.yaml',
    'clusters/hubs/eu/root.yaml',
  ];
  const after = ['apps/web/rendered/dev/images/a.yaml', 'clusters/overlays/eu-1/web/kustomization.yaml'];
  expect(vanishing(before, after)).toEqual([
    { area: 'rendered', units: 3, gone: ['apps/web/rendered/prod', 'clusters/rendered/dev'] },
    { area: 'facts', units: 1, gone: ['clusters/facts/eu-0'] },
    { area: 'overlays', units: 3, gone: ['clusters/overlays/eu-0/web', 'clusters/overlays/eu-2/web'] },
    { area: 'hubs', units: 1, gone: ['clusters/hubs/eu'] },
  ]);
  expect(vanishing(before, before)).toEqual([]);
});

it('lets five in a hundred go, and more only where something explains it', () => {
  const gone = (n: number) => vanishing(overlays(100), overlays(100 - n));
  const codes = (n: number, explained: boolean) => guard(gone(n), () => explained).map(({ code }) => code);
  expect(codes(5, false)).toEqual([]);
  expect(codes(6, false)).toEqual(['FW5010']);
  expect(codes(100, true)).toEqual([]);
  expect(guard(gone(7), () => false)[0]?.message).toBe(
    '7 of 100 overlays would be removed, and nothing explains it: clusters/overlays/eu-93/web, clusters/overlays/eu-94/web, clusters/overlays/eu-95/web, clusters/overlays/eu-96/web, clusters/overlays/eu-97/web and 2 more',
  );
});
