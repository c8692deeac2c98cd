import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Diagnostic, error, type Result } from '@fleetwright/diagnostics';
import { type Disk, findRoot, GitFailed, type HeldBy, openWorkTree, type WorkTree } from '@fleetwright/workspace';
import { parse } from './cli.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { failed, type Outcome } from './outcome.ts';
import { noProgress, type Progress } from './progress.ts';
import { type Report, report } from './report.ts';

/** Where a command line is run. */
export interface Surroundings extends Pick<Context, 'color' | 'now' | 'ask'> {
  /** Working directory: the work tree, or a folder in it. */
  readonly cwd: string;
  /** Width of the terminal. Default: 80. */
  readonly columns?: number;
  /** Default: shown nowhere. */
  readonly progress?: Progress;
  /** Through which the work tree is written. Default: the real one. */
  readonly disk?: Disk;
  /** Told once who is being waited for, after a second. */
  readonly onWait?: (holder: HeldBy) => void;
  /** Default: said to nobody. */
  readonly say?: (text: string) => void;
}

/** Does what the arguments after the program's name ask for; gives what is to be printed, and the exit status. Prints nothing. */
export async function runCommand(args: readonly string[], surroundings: Surroundings): Promise<Report> {
  const parsed = parse(args, version());
  if (parsed.type === 'print') return parsed;
  const { invocation } = parsed;
  const { cwd, color } = surroundings;
  const found = findRoot(cwd);
  const root = found.ok ? found.value : cwd;
  const outcome =
    found.ok || invocation.access === 'none' ? await run(invocation, root, surroundings) : failed(found.errors);
  const read = (file: string): string | undefined => readIfThere(join(root, file));
  return report(outcome, {
    command: invocation.command,
    access: invocation.access,
    json: invocation.json,
    color,
    toRoot: relative(cwd, root),
    read,
  });
}

async function run(invocation: Invocation, root: string, surroundings: Surroundings): Promise<Outcome> {
  const { command, access, waitMs } = invocation;
  const { disk, onWait } = surroundings;
  const openTree = (): Promise<Result<WorkTree>> =>
    openWorkTree(root, {
      command,
      waitMs,
      access: access === 'look' ? 'look' : 'change',
      onWritten: (done, total) => surroundings.progress?.step('Writing files', done, total),
      ...(disk && { disk }),
      ...(onWait && { onWait }),
    });
  const opened: Result<WorkTree> =
    access === 'none' ? { ok: true, value: notOpened(root), warnings: [] } : await openTree();
  if (!opened.ok) return failed(opened.errors);
  const tree = opened.value;
  try {
    const outcome = await attempt(invocation, contextOf(root, surroundings, tree, openTree));
    return { ...outcome, diagnostics: [...opened.warnings, ...outcome.diagnostics], unfinished: tree.unfinished };
  } finally {
    surroundings.progress?.end();
    tree.close();
  }
}

function contextOf(root: string, given: Surroundings, tree: WorkTree, openTree: Context['openTree']): Context {
  const { color, now, columns = 80, progress = noProgress, say = () => undefined, ask } = given;
  return { root, color, columns, now, tree, openTree, progress, say, ...(ask && { ask }) };
}

/** The work tree of a command that opens it itself. */
function notOpened(root: string): WorkTree {
  const apply = (): never => {
    throw new TypeError('this command opens the work tree itself');
  };
  return { root, unfinished: false, apply, close: () => undefined };
}

async function attempt(invocation: Invocation, context: Context): Promise<Outcome> {
  try {
    return await invocation.run(context);
  } catch (thrown) {
    return failedBy(thrown);
  }
}

/** The user's mistakes are diagnostics; what is thrown is the machine's (a full disk, a missing permission) or ours. */
function failedBy(thrown: unknown): Outcome {
  if (thrown instanceof GitFailed) return failed([thrown.diagnostic]);
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && 'syscall' in thrown) {
    const hint = 'mend what the system says and run the command again; files are written whole or not at all';
    return failed([error('FW5001', thrown.message, hint, undefined)]);
  }
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const ours: Diagnostic = error(
    'FW9999',
    `Fleetwright made a mistake: ${text}`,
    'please report it, with what you ran',
    undefined,
  );
  return failed([ours]);
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return hasVersion ? String(manifest.version) : 'unknown';
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
