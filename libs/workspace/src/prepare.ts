import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import type { FileTree } from 'kustomize-ts';
import type { Disk } from './disk.ts';
import { isPlain, notPlain } from './files.ts';
import type { Operation } from './journal.ts';
import { checkNames } from './names.ts';
import { ownerOf } from './owner.ts';
import type { Pace } from './pace.ts';
import { lookAt, type Present } from './present.ts';
import type { TreeChange } from './tree.ts';
import { folderOf, type Step } from './writing.ts';
import { blobSha, committedBlobs, record, type Written } from './written.ts';

/** What is to be written: `changes` (paths from the root), their texts from `wanted`. */
export interface Change {
  readonly wanted: FileTree;
  readonly changes: readonly TreeChange[];
  /**
   * What the plan saw at paths that are not generated (stages, files of people): a path that is not in it must be free,
   * and what stands there must still be this text when the change is applied.
   */
  readonly seen?: FileTree;
}

/** How a change is applied. */
export interface ApplyOptions {
  /** Overwrite and remove generated files although they were edited by hand. */
  readonly force: boolean;
  /** What the change may touch: generated files only; also what stages hold; also files of people. */
  readonly owned: 'generated' | 'stages' | 'hand';
}

/** A change that may be carried out as it is. */
export interface Prepared {
  readonly steps: readonly Step[];
  readonly operations: readonly Operation[];
  /** New contents by git's name for them. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  /** What is recorded as written afterwards. */
  readonly written: Written;
}

/** What stands in the work tree, what was written there, and what is to be. */
interface Question {
  readonly change: Change;
  readonly options: ApplyOptions;
  readonly present: Present;
  readonly written: Written;
  /** Read when it is needed. */
  readonly committed: () => ReadonlyMap<string, ReadonlySet<string>>;
  /** Paths that the change removes. */
  readonly removed: ReadonlySet<string>;
}

/**
 * Looks whether a change can be carried out, at everything before anything is touched: paths stay inside and are possible
 * everywhere (FW5016, FW5011), and what is to be replaced or removed was written by us or is kept by git (FW5009), all of
 * them at once. `written` is the record of what was written last.
 */
export async function prepare(
  { disk, root, pace, written }: { disk: Disk; root: string; pace: Pace; written: Written },
  change: Change,
  options: ApplyOptions,
): Promise<Result<Prepared>> {
  const { changes, wanted } = change;
  const outside = changes.filter(({ path }) => !isPlain(path)).map(({ path }) => notPlain(path));
  if (outside.length > 0) return fail(outside);
  const kept = changes.filter(({ change }) => change !== 'delete').map(({ path }) => path);
  const names = checkNames(new Set([...wanted.keys(), ...kept]));
  if (names.length > 0) return fail(names);
  const question: Question = {
    change,
    options,
    written,
    present: lookAt(disk, root),
    committed: once(() => committedBlobs(root)),
    removed: new Set(changes.filter(({ change }) => change === 'delete').map(({ path }) => path)),
  };
  const errors = new Map<string, Diagnostic>();
  const prepared: Preparing = { steps: [], operations: [], contents: new Map(), written: new Map(written) };
  for (const item of changes) {
    await pace();
    const step = stepFor(question, item);
    // Whatever is below a link fails for the same reason.
    if (!step.ok) for (const error of step.errors) errors.set(`${error.code} ${error.message}`, error);
    else add(prepared, step.value);
  }
  return errors.size > 0 ? fail([...errors.values()]) : ok(prepared);
}

/** A step, with git's names for both contents. */
interface NamedStep extends Step {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** What is {@link Prepared}, as it grows. */
interface Preparing {
  readonly steps: Step[];
  readonly operations: Operation[];
  readonly contents: Map<string, Uint8Array>;
  readonly written: Map<string, string>;
}

function add(prepared: Preparing, { path, before, after, from, to }: NamedStep): void {
  record(prepared.written, path, to);
  if (from === to) return;
  prepared.steps.push({ path, before, after });
  prepared.operations.push({ path, before: from, after: to });
  if (to !== undefined && after !== undefined) prepared.contents.set(to, after);
}

function stepFor(question: Question, { path, change }: TreeChange): Result<NamedStep> {
  const { present, options } = question;
  const owner = ownerOf(path);
  const allowed = {
    generated: ['generated'],
    stages: ['generated', 'stage', 'hand'],
    hand: ['generated', 'stage', 'hand'],
  };
  if (!allowed[options.owned].includes(owner)) throw new TypeError(`${path} is not ${options.owned}`);
  const content = present.content(path);
  if (!content.ok) return content;
  const before = content.value;
  const text = change === 'delete' ? undefined : question.change.wanted.get(path);
  if (text === undefined && change !== 'delete') throw new TypeError(`no text for ${path}`);
  const after = text === undefined ? undefined : Buffer.from(text);
  const step = { path, before, after, from: before && blobSha(before), to: after && blobSha(after) };
  if (step.from === step.to) return ok(step);
  const wrong = (after && inTheWay(question, path)) ?? edited(question, step, owner);
  return wrong ? fail([wrong]) : ok(step);
}

/** FW5009 when what stands at a path is neither what we wrote, nor what git keeps, nor what the plan saw. */
function edited(
  { change, written, committed, options }: Question,
  { path, before, from }: NamedStep,
  owner: ReturnType<typeof ownerOf>,
): Diagnostic | undefined {
  const wrong = owner === 'generated' ? undefined : notAsSeen(change, path, from);
  if (wrong) return wrong;
  if (owner === 'hand') return change.seen || from === undefined ? undefined : taken(path);
  if (from === undefined || written.get(path) === from) return undefined;
  if (committed().get(path)?.has(from)) return undefined;
  const merging = isConflict(before);
  if (owner === 'stage') return merging ? conflictInEntry(path) : editedEntry(path);
  if (options.force) return undefined;
  return merging ? conflictInFile(path) : editedFile(path, committed().has(path) || written.has(path));
}

function notAsSeen({ seen }: Change, path: string, from: string | undefined): Diagnostic | undefined {
  if (!seen) return undefined;
  const text = seen.get(path);
  if ((text === undefined ? undefined : blobSha(Buffer.from(text))) === from) return undefined;
  return text === undefined ? taken(path) : changedSince(path);
}

/** FW5009 when a folder with files that stay stands where a file comes, or a file that stays where its folder comes. */
function inTheWay({ present, removed }: Question, path: string): Diagnostic | undefined {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const found = present.standing(folder);
    if (!found.ok || found.value === 'directory') break;
    if (found.value === 'file') return removed.has(folder) ? undefined : blocked(path, folder);
  }
  const own = present.standing(path);
  if (!own.ok || own.value !== 'directory') return undefined;
  const inside = present.files(path);
  if (!inside.ok) return inside.errors[0];
  const stays = inside.value.find((file) => !removed.has(file));
  return stays === undefined ? undefined : blocked(path, stays);
}

function editedFile(path: string, known: boolean): Diagnostic {
  const what = known ? 'was edited by hand' : 'stands in a generated folder, and Fleetwright did not write it';
  const hint = known
    ? `\`git diff -- ${path}\` shows it; put what should stay into the definition (a patch can say anything), then run \`fleetwright render --force\``
    : 'move it elsewhere, or run `fleetwright render --force` to remove or replace it';
  return error('FW5009', `${path} ${what}`, hint, { file: path });
}

function editedEntry(path: string): Diagnostic {
  const hint = `only movements change what a stage holds: \`git diff -- ${path}\` shows it, and \`git restore -- ${path}\` takes it back`;
  return error('FW5009', `${path} was edited by hand`, hint, { file: path });
}

/** Whether git left both sides of a merge in a file. */
function isConflict(content: Uint8Array | undefined): boolean {
  const text = Buffer.from(content ?? []).toString('utf8');
  return /^<{7} /m.test(text) && /^>{7} /m.test(text);
}

function conflictInFile(path: string): Diagnostic {
  const hint =
    'resolve the conflicts of the definitions and of images.yaml, then run `fleetwright render --force`: it writes what is generated anew';
  return error('FW5009', `${path} has the conflict markers of a merge`, hint, { file: path });
}

function conflictInEntry(path: string): Diagnostic {
  const entry = path.split('/').slice(0, 4).join('/');
  const hint = `take one side of the whole entry: \`git checkout --ours -- ${entry}\`, or with \`--theirs\``;
  return error('FW5009', `${path} has the conflict markers of a merge`, hint, { file: path });
}

function changedSince(path: string): Diagnostic {
  const hint = 'somebody is editing it: save it, and run the command again';
  return error('FW5009', `${path} changed while the command ran`, hint, { file: path });
}

function taken(path: string): Diagnostic {
  const hint = 'look at it; where it is not needed, move it away and run the command again';
  return error('FW5009', `${path} is there already`, hint, { file: path });
}

function blocked(path: string, by: string): Diagnostic {
  return error('FW5009', `${by} stands where ${path} is to be`, 'move it elsewhere', { file: by });
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
