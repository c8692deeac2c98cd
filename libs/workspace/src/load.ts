import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { type Diagnostic, error, nearest, sortDiagnostics } from '@fleetwright/diagnostics';
import type { Encoded } from '@fleetwright/model';
import { ioError, readText, standing } from './files.ts';
import { openPool, type Pool } from './sandbox/pool.ts';
import type { Define, Job, Outcome } from './sandbox/protocol.ts';

/** A definition as data. */
export interface LoadedDefinition {
  /** Path from the root of the work tree. */
  readonly file: string;
  readonly define: Define;
  readonly input: Encoded;
}

/** All that people and bots wrote about the fleet, as far as it could be loaded. */
export interface Loaded {
  readonly fleet: LoadedDefinition | undefined;
  readonly inventory: LoadedDefinition | undefined;
  /** Apps and platform apps by the name of their folder, in code-unit order. */
  readonly apps: ReadonlyMap<string, LoadedDefinition>;
  /** The images.yaml of the apps that have one. */
  readonly images: ReadonlyMap<string, { readonly file: string; readonly text: string }>;
  readonly diagnostics: readonly Diagnostic[];
}

/** How definitions are loaded. */
export interface LoadOptions {
  /** Number of processes that evaluate definitions; the result does not depend on it. Default: one for every 16 apps, one per processor and four at most. */
  readonly workers?: number;
  /** Milliseconds that one definition may take. Default: 10,000. */
  readonly timeoutMs?: number;
  /** Megabytes of heap that one definition may take. Default: 256. */
  readonly memoryMb?: number;
  /** Names of the apps to load. Default: all. */
  readonly only?: readonly string[];
  /** Called after each definition, with how many are done and how many there are. */
  readonly onLoaded?: (done: number, total: number) => void;
  /** Processes that {@link openLoader} started; it is closed afterwards. Default: new ones. */
  readonly loader?: Pool;
}

const fleetFile = 'clusters/fleet.ts';
const inventoryFile = 'clusters/inventory.ts';
const fleetJob: Job = { file: fleetFile, export: 'fleet', expected: ['fleet'] };
const inventoryJob: Job = { file: inventoryFile, export: 'default', expected: ['inventory'] };

/**
 * Evaluates clusters/fleet.ts, clusters/inventory.ts and the apps of the work tree at `root`, each fenced in: no clock,
 * randomness, environment variables, network or file system, limited time and memory. All problems are in `diagnostics`
 * (FW1001–FW1005, FW1020, FW4001, FW5001, FW5006, FW5016); one definition's never hide another's, but when the fleet cannot be
 * loaded nothing else is tried, since everything imports it.
 */
export async function loadDefinitions(root: string, options: LoadOptions = {}): Promise<Loaded> {
  const diagnostics: Diagnostic[] = [];
  const names = chosen(appNames(root, diagnostics), options.only, diagnostics);
  const { images, unread } = readImages(root, names, diagnostics);
  const pool =
    options.loader ??
    openPool({
      root: resolve(root),
      workers: Math.max(1, Math.min(options.workers ?? defaultWorkers(names.length), names.length + 1)),
      timeoutMs: options.timeoutMs ?? 10_000,
      memoryMb: options.memoryMb ?? 256,
    });
  try {
    const fleet = await run(root, fleetJob, pool, diagnostics);
    if (!fleet)
      return { fleet, inventory: undefined, apps: new Map(), images, diagnostics: sortDiagnostics(diagnostics) };
    const jobs = [inventoryJob, ...names.map(appJob)];
    let done = 0;
    const [inventory, ...apps] = await Promise.all(
      jobs.map(async (job) => {
        const definition = await run(root, job, pool, diagnostics);
        done += 1;
        options.onLoaded?.(done, jobs.length);
        return definition;
      }),
    );
    const loaded = names.flatMap((name, index): [string, LoadedDefinition][] => {
      const app = apps[index];
      return app && !unread.has(name) ? [[name, app]] : [];
    });
    return { fleet, inventory, apps: new Map(loaded), images, diagnostics: sortDiagnostics(diagnostics) };
  } finally {
    pool.close();
  }
}

/**
 * A process that has everything read which definitions need beside their own files, for whoever waits for a change:
 * evaluating one takes a tenth of the time then. It keeps the text of what clusters/inventory.ts imports, so it is of no use
 * once that changes.
 */
export function openLoader(root: string): Pool {
  const pool = openPool({ root: resolve(root), workers: 1, timeoutMs: 10_000, memoryMb: 256 });
  // For what it leaves behind; whatever is wrong is told when it counts.
  void pool.run(inventoryJob);
  return pool;
}

/** Starting a process costs as much as evaluating some dozen definitions. */
function defaultWorkers(apps: number): number {
  return Math.min(availableParallelism(), 4, 1 + Math.floor(apps / 16));
}

function appJob(name: string): Job {
  return { file: `apps/${name}/app.ts`, export: 'default', expected: ['app', 'platform'] };
}

async function run(
  root: string,
  job: Job,
  pool: Pool,
  diagnostics: Diagnostic[],
): Promise<LoadedDefinition | undefined> {
  const at = standing(root, job.file);
  if (at.ok && at.value !== 'file') {
    diagnostics.push(missing(job.file));
    return undefined;
  }
  const outcome: Outcome = at.ok ? await pool.run(job) : { diagnostics: at.errors };
  diagnostics.push(...outcome.diagnostics);
  return outcome.definition && { file: job.file, ...outcome.definition };
}

function missing(file: string): Diagnostic {
  if (file === inventoryFile)
    return error(
      'FW1040',
      `${file} is missing, so the fleet has no clusters`,
      'add it: export default defineInventory({ … })',
      { file },
    );
  return error('FW1001', `${file} is missing`, 'add it: export const fleet = defineFleet({ … })', { file });
}

/** Folders below apps/ that have an app.ts, in code-unit order; others may hold what apps share, or what a deleted app left. */
function appNames(root: string, diagnostics: Diagnostic[]): string[] {
  const apps = standing(root, 'apps');
  if (!apps.ok) diagnostics.push(...apps.errors);
  if (!apps.ok || apps.value !== 'directory') return [];
  try {
    const names = readdirSync(`${root}/apps`).sort();
    diagnostics.push(...names.flatMap((name) => innerApps(root, name)));
    return names.filter((name) => {
      const at = standing(root, `apps/${name}/app.ts`);
      if (!at.ok) diagnostics.push(...at.errors);
      return at.ok && at.value === 'file';
    });
  } catch (cause) {
    diagnostics.push(ioError('apps', 'read', cause));
    return [];
  }
}

/** FW1015 for every app.ts one folder too deep: the names of apps have no slash, and it would be nobody's. */
function innerApps(root: string, folder: string): Diagnostic[] {
  const at = standing(root, `apps/${folder}`);
  if (!at.ok || at.value !== 'directory') return []; // told where its app.ts is looked for
  const inside = readdirSync(`${root}/apps/${folder}`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = inside.map(({ name }) => `apps/${folder}/${name}/app.ts`).sort();
  return files
    .filter((file) => existsSync(`${root}/${file}`))
    .map((file) => {
      const hint = `move the folder to apps/${file.split('/')[2]}, or give the file another name`;
      return error('FW1015', 'an app inside the folder of another: apps are folders right below apps/', hint, { file });
    });
}

function chosen(names: string[], only: readonly string[] | undefined, diagnostics: Diagnostic[]): string[] {
  if (!only) return names;
  for (const name of only) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    const hint = near === undefined ? `apps are folders with an app.ts below apps/` : `did you mean "${near}"?`;
    diagnostics.push(error('FW4001', `there is no app "${name}"`, hint, undefined));
  }
  return names.filter((name) => only.includes(name));
}

/** The images.yaml of apps; `unread` are the apps whose file cannot be read: without it, no slot of theirs would be found. */
function readImages(root: string, names: readonly string[], diagnostics: Diagnostic[]) {
  const images = new Map<string, { file: string; text: string }>();
  const unread = new Set<string>();
  for (const name of names) {
    const file = `apps/${name}/images.yaml`;
    const text = readText(root, file);
    if (text.ok && text.value !== undefined) images.set(name, { file, text: text.value });
    if (text.ok) continue;
    unread.add(name);
    diagnostics.push(...text.errors);
  }
  return { images, unread };
}
