import fc from 'fast-check';
import { randomCases } from '../random-kustomization.ts';
import type { Build } from './compare.ts';

/** The build that a seed and an index stand for: each can be had without those before it. */
export function randomBuild(seed: number, index: number): Build {
  const [build] = fc.sample(randomCases, { seed: seed * 1_000_003 + index, numRuns: 1 });
  if (build === undefined) throw new Error('nothing was generated');
  return build;
}
