import { type Diagnostic, type Result, warning } from '@fleetwright/diagnostics';
import { type Disk, unless } from './disk.ts';
import { isPlain } from './files.ts';
import { type Journal, type Operation, readJournal, removeJournal } from './journal.ts';
import { checkNames } from './names.ts';
import { newPace } from './pace.ts';
import { lookAt } from './present.ts';
import { carryOut, newWork, type Step, stagedPath, type Work } from './writing.ts';
import { blobSha, parseWritten, readRecord, record, recordPath, recordStep } from './written.ts';

/** What became of a change that a killed run left. */
export type Finished =
  | { readonly warnings: readonly Diagnostic[] }
  /** A call that failed at a path; `begun`: there is a change to be finished. */
  | { readonly cause: unknown; readonly at: string; readonly begun: boolean };

/**
 * Finishes the change that a killed run left in the journal, if there is one. What was edited since then is left as it is, and named.
 * A journal that is not whole, or that would write where nothing of ours is, was never begun, and goes.
 */
export async function finish(disk: Disk, root: string): Promise<Finished> {
  const folder = `${root}/.fleetwright`;
  let work: Work | undefined;
  try {
    const journal = readJournal(disk, folder);
    if (journal === 'none') {
      unless(['ENOENT'], () => disk.unlink(`${folder}/journal.new`));
      return { warnings: [] };
    }
    if (journal === 'torn' || !isOurs(journal)) {
      removeJournal(disk, folder);
      return { warnings: [torn()] };
    }
    work = newWork(disk, root, journal.token, newPace());
    const warnings = await finishAll(work, journal);
    removeJournal(disk, folder);
    return { warnings };
  } catch (cause) {
    return { cause, at: work?.at ?? '.fleetwright/journal', begun: work !== undefined };
  }
}

async function finishAll(work: Work, journal: Journal): Promise<readonly Diagnostic[]> {
  const { disk, root, pace } = work;
  const { operations, contents, command } = journal;
  const present = lookAt(disk, root);
  const steps: Step[] = [];
  const edited: string[] = [];
  const before = readRecord(disk, root);
  const written = new Map(parseWritten(before));
  removeStaged(work, recordPath);
  for (const operation of operations) {
    await pace();
    const { path, after } = operation;
    work.at = path;
    const found = present.content(path);
    removeStaged(work, path);
    const state = found.ok ? stateOf(operation, found) : 'edited';
    if (state === 'edited') edited.push(path);
    else record(written, path, after);
    if (state === 'before' && found.ok)
      steps.push({ path, before: found.value, after: after === undefined ? undefined : contents.get(after) });
  }
  const removed = operations.filter(({ path, after }) => after === undefined && !edited.includes(path));
  await carryOut(
    work,
    steps,
    removed.map(({ path }) => path),
    recordStep(before, written),
  );
  return [finished(command, operations.length - edited.length), ...edited.map((path) => editedSince(path, command))];
}

function stateOf({ before, after }: Operation, found: Result<Buffer | undefined>): 'before' | 'after' | 'edited' {
  const here = found.ok && found.value ? blobSha(found.value) : undefined;
  if (here === after) return 'after';
  return here === before || (found.ok && isLost(found.value)) ? 'before' : 'edited';
}

/** After a power failure a file may have its name but not its content: empty, or full of zeros. Nobody's work is in it. */
function isLost(content: Buffer | undefined): boolean {
  return content?.every((byte) => byte === 0) ?? false;
}

function removeStaged({ disk, root, token }: Work, path: string): void {
  const staged = `${root}/${stagedPath(token, path)}`;
  if (disk.lstat(staged)) disk.unlink(staged);
}

/** A journal that came from elsewhere must not write where Fleetwright never does. */
function isOurs({ operations, token }: Journal): boolean {
  if (!/^[0-9a-f]{8}$/.test(token) || !operations.every(({ path }) => isPlain(path))) return false;
  return checkNames(operations.filter(({ after }) => after !== undefined).map(({ path }) => path)).length === 0;
}

function finished(command: string, files: number): Diagnostic {
  const message = `\`fleetwright ${command}\` was killed while it wrote; its change of ${files} ${files === 1 ? 'file' : 'files'} is whole now`;
  return warning('FW5012', message, 'look at `git status` and `git diff` before you commit', undefined);
}

function torn(): Diagnostic {
  const hint = 'nothing of it was written: run the command that was killed again';
  return warning('FW5012', 'a run was killed before it wrote anything; what it left is removed', hint, undefined);
}

function editedSince(path: string, command: string): Diagnostic {
  const message = `${path} was edited after \`fleetwright ${command}\` was killed, and is left as it is`;
  const hint =
    '`fleetwright render --check` says how it differs; `fleetwright render --force` writes what should be there';
  return warning('FW5009', message, hint, { file: path });
}
