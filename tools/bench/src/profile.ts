import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where a command's time went, in milliseconds. */
export type Phases = ReadonlyMap<string, number>;

/**
 * What the time in a file of ours counts as. The outermost file of a stack that is listed here decides: what g asks of
 * the model is g. What no stack says is told by `(idle)`, waiting for the processes that evaluate definitions.
 */
const phases: readonly (readonly [phase: string, files: RegExp])[] = [
  ['load', /\/libs\/(?:workspace\/src\/(?:load|sandbox\/)|model\/src\/(?:engine|define)\/)/],
  ['f', /\/libs\/render\/src\/(?:app|fleet|kinds|emitters)\//],
  ['g', /\/libs\/render\/src\/deploy\//],
  ['check', /\/libs\/render\/src\/world\//],
  ['git', /\/libs\/workspace\/src\/git/],
  ['write', /\/libs\/workspace\/src\/(?:work-tree|journal|written|disk|lock)/],
];

/** Functions that share a file with others of another phase. */
const functions: ReadonlyMap<string, string> = new Map([
  ['readTree', 'read'],
  ['difference', 'compare'],
  ['writeChanges', 'write'],
]);

const starting = /^node:internal\/(?:modules|bootstrap|main|source_map)/;

const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
      children: z.array(z.number()).optional(),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
  startTime: z.number(),
  endTime: z.number(),
});

type Frame = z.infer<typeof profileSchema>['nodes'][number]['callFrame'];

/** Reads the one profile in a folder. `milliseconds` is what the whole process took; what no sample covers is its start. */
export function readPhases(folder: string, milliseconds: number): Phases {
  const [file = ''] = readdirSync(folder);
  const { nodes, samples, timeDeltas, startTime, endTime } = profileSchema.parse(
    JSON.parse(readFileSync(join(folder, file), 'utf8')),
  );
  const phaseOf = new Map<number, string>();
  const inherited = new Map<number, string>();
  // Parents stand before their children.
  for (const { id, callFrame, children } of nodes) {
    const decided = inherited.get(id) ?? phaseOfFrame(callFrame);
    phaseOf.set(id, decided ?? 'other');
    if (decided !== undefined) for (const child of children ?? []) inherited.set(child, decided);
  }
  const found = new Map<string, number>([['start', milliseconds - (endTime - startTime) / 1000]]);
  for (const [index, id] of samples.entries()) {
    const phase = phaseOf.get(id) ?? 'other';
    found.set(phase, (found.get(phase) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
  return found;
}

function phaseOfFrame({ functionName, url }: Frame): string | undefined {
  if (functionName === '(idle)') return 'load';
  if (functionName === '(garbage collector)') return 'garbage';
  if (starting.test(url)) return 'start';
  const byFunction = url.includes('/libs/') ? functions.get(functionName) : undefined;
  return byFunction ?? phases.find(([, files]) => files.test(url))?.[0];
}
