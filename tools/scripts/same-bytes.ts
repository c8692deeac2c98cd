/*
 * For the stages of a base commit, base's g and head's must write the same bytes: what must differ needs a new format.
 *
 *   npm run same-bytes [<base>]     default: the first parent of HEAD; so is an id of zeros, a forge's name for "no commit"
 *
 * Base's own libraries run from a work tree of that commit, on the packages that its lock file names. Exit status: 0 when
 * the bytes are the same, or there is nothing yet that could differ (a first commit, a base without stages); else 1, also
 * when the comparison cannot be made.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { deploy } from '@fleetwright/render';
import type { readTree } from '@fleetwright/workspace';
import { $ } from 'zx';

$.quiet = true;
const root = join(import.meta.dirname, '../..');
const parent = 'HEAD~1';
const named = process.argv[2] ?? parent;
const base = /^0{40,64}$/.test(named) ? parent : named;
process.exitCode = await main();

async function main(): Promise<number> {
  const commit = await commitOf(base);
  if (commit === undefined) return withoutBase();
  const work = mkdtempSync(join(tmpdir(), 'fleetwright-base-'));
  try {
    await $({ cwd: root })`git worktree add --quiet --detach ${join(work, 'base')} ${commit}`;
    return await compare(join(work, 'base'));
  } finally {
    await $({ cwd: root, nothrow: true })`git worktree remove --force ${join(work, 'base')}`;
    rmSync(work, { recursive: true, force: true });
  }
}

/** The id of a commit, `undefined` when this repository has none of that name. */
async function commitOf(name: string): Promise<string | undefined> {
  const asked = await $({ cwd: root, nothrow: true })`git rev-parse --verify --quiet --end-of-options ${name}^{commit}`;
  return asked.exitCode === 0 ? asked.stdout.trim() : undefined;
}

/** Nothing compared is nothing shown: only a first commit has nothing before it. */
async function withoutBase(): Promise<number> {
  const shallow = (await $({ cwd: root })`git rev-parse --is-shallow-repository`).stdout.trim() === 'true';
  if (!shallow && (await commitOf(parent)) === undefined) {
    console.log('HEAD is the first commit: there is nothing before it to compare with.');
    return 0;
  }
  const todo = shallow ? 'get the history: git fetch --unshallow' : 'fetch it, or name a commit that is here';
  console.error(`There is no commit ${base} in this repository, so nothing was compared: ${todo}.`);
  return 1;
}

async function compare(folder: string): Promise<number> {
  if (!existsSync(join(folder, 'clusters/stages'))) {
    console.log(`${base} has no clusters/stages: there is nothing that could differ.`);
    return 0;
  }
  if (!existsSync(join(folder, 'libs/render/src/index.ts'))) {
    console.error(`${base} has stages but no libs/render, so nothing was compared: name a commit that has both.`);
    return 1;
  }
  await install(folder);
  const before = await generate(folder, folder);
  const after = await generate(root, folder);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const differing = paths.filter((path) => before.get(path) !== after.get(path));
  for (const path of differing.slice(0, 20)) console.log(`differs: clusters/${path}`);
  if (differing.length === 0) console.log(`${paths.length} files of the stages of ${base}: the same bytes.`);
  else
    console.log(
      `${differing.length} of ${paths.length} files differ. A change of what g writes needs a new format (libs/render/src/format.ts).`,
    );
  return differing.length === 0 ? 0 : 1;
}

/** What g, of the libraries in `code`, makes of the stages in `folder`. */
async function generate(code: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const render = await load(code, 'render');
  const workspace = await load(code, 'workspace');
  if (!hasG(render) || !hasReader(workspace)) throw new Error(`the libraries in ${code} have no g: compare by hand`);
  const stages = workspace.readTree(folder, 'clusters/stages');
  const result = stages.ok ? render.deploy(stages.value) : stages;
  if (!result.ok) throw new Error(`g fails: ${JSON.stringify(result.errors, undefined, 2)}`);
  return result.value;
}

function load(code: string, library: string): Promise<unknown> {
  return import(pathToFileURL(join(code, 'libs', library, 'src/index.ts')).href);
}

function hasG(module: unknown): module is { deploy: typeof deploy } {
  return typeof module === 'object' && module !== null && 'deploy' in module;
}

function hasReader(module: unknown): module is { readTree: typeof readTree } {
  return typeof module === 'object' && module !== null && 'readTree' in module;
}

/** The packages of `folder`: those of this work tree when both lock files agree, with the libraries of `folder` itself. */
async function install(folder: string): Promise<void> {
  const lock = (from: string): string => readFileSync(join(from, 'package-lock.json'), 'utf8');
  if (lock(folder) !== lock(root)) {
    await $({ cwd: folder })`npm ci --no-audit --no-fund`;
    return;
  }
  const own = new Map<string, string>();
  for (const library of readdirSync(join(folder, 'libs'))) {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'libs', library, 'package.json'), 'utf8'));
    const named = typeof manifest === 'object' && manifest !== null && 'name' in manifest;
    if (named) own.set(String(manifest.name), join(folder, 'libs', library));
  }
  for (const name of packages(join(root, 'node_modules')))
    link(own.get(name) ?? join(root, 'node_modules', name), name);

  function link(target: string, name: string): void {
    const at = join(folder, 'node_modules', name);
    mkdirSync(dirname(at), { recursive: true });
    symlinkSync(target, at);
  }
}

function packages(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return names.flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}
