import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fleetwright } from './command.ts';
import { definitions, type Size, stages } from './definitions.ts';

/** A fleet in a folder of its own, all of it committed, with every release in every stage. */
export interface Fleet {
  readonly folder: string;
  readonly size: Size;
  /** What `render` generates, by path from the root. */
  readonly generated: ReadonlyMap<string, Buffer>;
  /** How many of those are overlays. */
  readonly overlays: number;
}

/** Makes a fleet of this size in `folder`, which is not there yet. */
export async function makeFleet(folder: string, size: Size): Promise<Fleet> {
  for (const [path, text] of definitions(size)) writeFile(join(folder, path), text);
  execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: folder });
  commit(folder, 'Definitions');
  await succeed(folder, ['render']);
  commit(folder, 'Releases');
  for (const stage of stages) {
    promoteAll(folder, stage.name, stage.environment);
    commit(folder, `Promote everything to ${stage.name}`);
  }
  await succeed(folder, ['render']);
  commit(folder, 'Facts, overlays and hubs');
  const generated = new Map(generatedFolders(folder).flatMap((area) => filesBelow(folder, area)));
  const overlays = [...generated.keys()].filter((path) => path.startsWith('clusters/overlays/')).length;
  return { folder, size, generated, overlays };
}

/** Takes away all that `render` generates, and what it remembers of its last run. */
export function removeGenerated(folder: string): void {
  for (const area of [...generatedFolders(folder), '.fleetwright'])
    rmSync(join(folder, area), { recursive: true, force: true });
}

/** Writes a file and the folders on the way. */
function writeFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function generatedFolders(folder: string): string[] {
  const apps = readdirSync(join(folder, 'apps')).map((app) => `apps/${app}/rendered`);
  return [...apps, 'clusters/rendered', 'clusters/facts', 'clusters/overlays', 'clusters/hubs'];
}

/** What promotions of everything would do, as copies: the same bytes, in a hundredth of the time. */
function promoteAll(folder: string, stage: string, environment: string): void {
  const copies = readdirSync(join(folder, 'apps')).map((app) => [`apps/${app}/rendered/${environment}`, app] as const);
  for (const [from, entry] of [...copies, [`clusters/rendered/${stage}`, 'fleet'] as const])
    cpSync(join(folder, from), join(folder, 'clusters/stages', stage, entry), { recursive: true });
}

async function succeed(folder: string, args: readonly string[]): Promise<void> {
  const ran = await fleetwright(folder, args);
  if (ran.exit !== 0) throw new Error(`fleetwright ${args.join(' ')} ended with ${ran.exit}:\n${ran.stderr}`);
}

function commit(folder: string, message: string): void {
  const who = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', '-c', 'gc.auto=0'];
  execFileSync('git', ['add', '--all'], { cwd: folder });
  execFileSync('git', [...who, 'commit', '--quiet', '--message', message], { cwd: folder });
}

function filesBelow(root: string, area: string): [string, Buffer][] {
  const entries = readdirSync(join(root, area), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [relative(root, file), readFileSync(file)]);
}
