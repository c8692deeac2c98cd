import { expect, it } from 'vitest';
import { type Difference, differences } from '../src/compare.ts';
import { type Facts, factsOf } from '../src/facts.ts';
import { buildVariant, findKustomize, isReferenceFleet, otherFleet, releasesOf, sharedFile } from '../src/fleet.ts';
import { parseObjects } from '../src/objects.ts';

/** Where the shop is meant to differ from what upstream publishes. One that no longer exists fails the test. */
const meant: { difference: Difference; why: string }[] = [
  {
    difference: { at: 'service frontend-external/http', upstream: '80 → 8080/TCP', ours: undefined },
    why: 'the shop is reached through the HTTPRoute of the Gateway, not through a load balancer of its own',
  },
];

const manifests = sharedFile('boutique/kubernetes-manifests.yaml');
const kustomize = findKustomize();

it('the boutique of the dev environment is what upstream publishes', ({ skip }) => {
  skip(!isReferenceFleet, otherFleet);
  skip(manifests === undefined, 'there is no ../shared/boutique: FLEETWRIGHT_SHARED names another folder');
  skip(kustomize === undefined, 'there is no kustomize: KUSTOMIZE names one, or the PATH has it');

  const upstream = factsOf(parseObjects(manifests ?? ''));
  expect(upstream.size).toBeGreaterThan(100);
  const expected = meant.map(({ difference }) => difference);
  for (const ours of shops()) expect(differences(upstream, ours)).toEqual(expected);
});

/** The shop as dev has it, once per variant; an app with fewer variants repeats its last one. */
function shops(): Facts[] {
  const releases = releasesOf('dev').filter(({ namespace }) => namespace === 'boutique');
  const most = Math.max(1, ...releases.map(({ variants }) => variants.length));
  return Array.from({ length: most }, (_, index) =>
    factsOf(
      releases.flatMap(({ app, variants }) =>
        buildVariant(kustomize ?? '', app, 'dev', variants[index] ?? variants.at(-1) ?? ''),
      ),
    ),
  );
}
