import { lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { Report } from '../src/report.ts';
import { runCommand } from '../src/run.ts';
import { type WorkTree, workTree } from './work-tree.ts';

/** An error as `--json` has it. */
export interface Said {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly hint?: string;
  readonly at?: { readonly file: string; readonly line?: number };
}

/** A work tree in which things are broken, and put right again. Commands run in this process. */
export interface BreakableTree extends Disposable {
  readonly tree: WorkTree;
  /** As it was at first. */
  reset(): void;
  run(...args: string[]): Promise<Report>;
  /** As `run`; what fails fails the test. */
  succeed(...args: string[]): Promise<Report>;
  /** Runs a command that must fail and leave every file and link as it is; gives the errors, each of which has a hint. */
  refused(...args: string[]): Promise<readonly Said[]>;
  put(path: string, content: string | Uint8Array): void;
  /** Puts a symbolic link in the place of whatever stands there. */
  link(path: string, to: string): void;
}

/** A fleet of which every stage in `stages` holds what is rendered, all committed. */
export async function breakable(
  texts: Readonly<Record<string, string>>,
  stages: readonly string[],
): Promise<BreakableTree> {
  const tree = workTree(texts);
  const at = (path: string): string => join(tree.root, path);
  const own: BreakableTree = {
    tree,
    reset() {
      tree.git('reset', '--quiet', '--hard');
      // Twice forced: what was put there may look like a repository.
      tree.git('clean', '--quiet', '--force', '--force', '-d');
    },
    run(...args) {
      return runCommand(args, { cwd: tree.root, color: false, now: Date.UTC(2026, 0, 2) / 1000 });
    },
    async succeed(...args) {
      const ran = await own.run(...args);
      expect(ran.exit, `fleetwright ${args.join(' ')}\n${ran.stderr}`).toBe(0);
      return ran;
    },
    async refused(...args) {
      const before = everything(tree.root);
      const ran = await own.run(...args, '--json');
      expect(everything(tree.root)).toEqual(before);
      expect([1, 74], ran.stdout).toContain(ran.exit);
      const errors = saidIn(ran.stdout).filter(({ severity }) => severity === 'error');
      expect(errors.filter(({ hint, code }) => !hint || code === 'FW9999')).toEqual([]);
      return errors;
    },
    put(path, content) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), content);
    },
    link(path, to) {
      rmSync(at(path), { recursive: true, force: true });
      mkdirSync(dirname(at(path)), { recursive: true });
      symlinkSync(to, at(path));
    },
    [Symbol.dispose]: () => tree[Symbol.dispose](),
  };
  await own.succeed('render');
  tree.commit('Render');
  for (const stage of stages) {
    await own.succeed('promote', '--all-due', '--to', stage);
    tree.commit(`Promote to ${stage}`);
  }
  return own;
}

/** Where an error is, and which: `file:line code`. */
export function placeOf({ at, code }: Said): string {
  return `${at?.file}:${at?.line ?? '-'} ${code}`;
}

function saidIn(json: string): readonly Said[] {
  const document: unknown = JSON.parse(json);
  if (typeof document !== 'object' || document === null || !('diagnostics' in document)) return [];
  return Array.isArray(document.diagnostics) ? document.diagnostics.filter(isSaid) : [];
}

function isSaid(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value && 'severity' in value;
}

/** Every file, folder and link of a work tree, links not followed; git's files, our own and the packages left out. */
function everything(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => folder !== '' || !['.git', '.fleetwright', 'node_modules'].includes(name))
    .flatMap((name) => {
      const path = join(folder, name);
      const found = lstatSync(join(root, path));
      if (found.isDirectory()) return [`${path}/`, ...everything(root, path)];
      return [`${path} ${found.isSymbolicLink() ? readlinkSync(join(root, path)) : `${found.size} ${found.mtimeMs}`}`];
    });
}
