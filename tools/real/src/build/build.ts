import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Binary, type BinaryName, binaries, binFolder, repositoryRoot } from '../programs.ts';
import { coldSeconds } from './estimate.ts';
import { compile, moduleFolder, type Toolchain, toolchain } from './go.ts';
import { checkPrerequisites, type Lack } from './prerequisites.ts';
import { duration, progressOn, type Terminal } from './progress.ts';
import { run } from './run.ts';
import { install, isBuilt, stampOf } from './stamp.ts';

/** What became of each program. */
export interface BuildReport {
  readonly schema: 'fleetwright/e2e-build/v1';
  /** Where the binaries are; a path. */
  readonly folder: string;
  /** In the order of building. */
  readonly binaries: readonly Built[];
  readonly seconds: number;
}

/** A program that is there now. */
export interface Built {
  readonly name: BinaryName;
  readonly outcome: 'built' | 'reused';
  /** Go's version. */
  readonly go: string;
  readonly seconds: number;
}

interface Part extends Built {
  readonly binary: Binary;
  readonly stamp: string;
}

/**
 * Builds every program that is not there, or was made from other pins, flags or by another Go; kustomize too, for Argo CD. Programs of other
 * builds in the same folder are replaced whole, never written over.
 * When this process ends in the middle, the compiler ends too; the next build goes on from there, since Go keeps what it has compiled.
 * @param out told how far it is, in words
 * @throws Error that says everything that is missing on this machine, or which program does not build and why
 */
export async function buildBinaries(out: Terminal): Promise<BuildReport> {
  const began = performance.now();
  const modules = [...new Set(Object.values(binaries).map(({ module }) => module))];
  const lacks = await checkPrerequisites(modules);
  if (lacks.length > 0) throw new Error(wordsOf(lacks));
  await buildKustomize(out);

  mkdirSync(binFolder, { recursive: true });
  const toolchains = new Map(
    await Promise.all(modules.map(async (module) => [module, await toolchain(module)] as const)),
  );
  const parts = buildOrder().map((name) => partOf(name, toolchains));
  const stale = parts.filter(({ outcome }) => outcome === 'built');
  if (stale.length > 0) out.write(announcement(stale));
  const times = await buildAll(stale, out);

  const built = parts.map(({ name, outcome, go }) => ({ name, outcome, go, seconds: times.get(name) ?? 0 }));
  const seconds = secondsSince(began);
  out.write(
    `${built.length} programs in ${shown(binFolder)}: ${stale.length} built, ${built.length - stale.length} reused, ${duration(seconds)}\n`,
  );
  return { schema: 'fleetwright/e2e-build/v1', folder: binFolder, binaries: built, seconds };
}

/** Names of all binaries, those first without which nothing else can start. */
function buildOrder(): readonly BinaryName[] {
  const isName = (name: string): name is BinaryName => name in binaries;
  return Object.keys(coldSeconds).filter(isName);
}

function partOf(name: BinaryName, toolchains: ReadonlyMap<string, Toolchain>): Part {
  const binary: Binary = { name, ...binaries[name] };
  const folder = moduleFolder(binary.module);
  const go = toolchains.get(binary.module);
  if (!go) throw new TypeError(binary.module);
  const pins = ['go.mod', 'go.sum'].map((file) => readFileSync(join(folder, file), 'utf8'));
  const stamp = stampOf(binary, pins, go);
  const outcome = isBuilt(binFolder, name, stamp) ? 'reused' : 'built';
  return { name, binary, stamp, outcome, go: go.version, seconds: 0 };
}

/** Builds one after the other: each keeps all cores busy by itself. How long each took, in seconds. */
async function buildAll(parts: readonly Part[], out: Terminal): Promise<ReadonlyMap<BinaryName, number>> {
  const times = new Map<BinaryName, number>();
  const progress = progressOn(out, new Map(parts.map(({ name }) => [name, coldSeconds[name]])));
  const folder = unfinishedFolder();
  // What is unfinished then is taken away by the next build: the compiler may be writing still.
  process.once('exit', progress.end);
  try {
    for (const { name, binary, stamp } of parts) {
      const began = performance.now();
      progress.begin(name);
      const built = await compile(binary, { folder, onLine: progress.say }).catch((error: unknown) => {
        throw new Error(`${name} does not build: ${messageOf(error)}`, { cause: error });
      });
      install(built, binFolder, name, stamp);
      times.set(name, secondsSince(began));
      progress.done();
    }
  } finally {
    process.off('exit', progress.end);
    progress.end();
    rmSync(folder, { recursive: true, force: true });
  }
  return times;
}

/** A new folder for what this process builds, on the disk of the binaries; takes away those of builds that were killed. */
function unfinishedFolder(): string {
  const [parent, prefix] = [dirname(binFolder), 'building-'];
  for (const name of readdirSync(parent)) {
    if (name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length))))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
  const folder = join(parent, `${prefix}${process.pid}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Argo CD finds it on its PATH. Its own script says whether it must be built. */
async function buildKustomize(out: Terminal): Promise<void> {
  const stamp = join(repositoryRoot, '.cache/bin/kustomize.stamp');
  const changed = (): number | undefined => statSync(stamp, { throwIfNoEntry: false })?.mtimeMs;
  const [began, before] = [performance.now(), changed()];
  await run({ file: process.execPath, args: ['tools/scripts/kustomize.ts'], cwd: repositoryRoot }).catch(
    (error: unknown) => {
      throw new Error(`kustomize does not build: ${messageOf(error)}`, { cause: error });
    },
  );
  if (changed() !== before) out.write(`built kustomize in ${duration(secondsSince(began))}\n`);
}

function announcement(stale: readonly Part[]): string {
  let cold = 0;
  for (const { name } of stale) cold += coldSeconds[name];
  const versions = [...new Set(stale.map(({ go }) => go))].join(' and ');
  return `building ${stale.map(({ name }) => name).join(', ')} with ${versions}: about ${duration(cold)} where Go's cache is empty\n`;
}

function wordsOf(lacks: readonly Lack[]): string {
  const lines = lacks.flatMap(({ problem, hint }) => [`  ${problem}`, ...hint.map((line) => `    ${line}`)]);
  return ['this machine lacks what a real fleet needs:', ...lines].join('\n');
}

function shown(folder: string): string {
  return relative(repositoryRoot, folder);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function secondsSince(began: number): number {
  return Math.round((performance.now() - began) / 100) / 10;
}
