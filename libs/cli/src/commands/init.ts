import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, error, fail, hasErrors, ok, type Result, warning } from '@fleetwright/diagnostics';
import { isGitUrl } from '@fleetwright/model/engine';
import { difference, type FileTree, openRepository, readTrees } from '@fleetwright/workspace';
import { refusal } from '../ask.ts';
import type { Context } from '../context.ts';
import { exitCode, failed, type Outcome } from '../outcome.ts';
import { fleetPage, fleetSource, inventorySource, namespacesSource } from '../templates/fleet.ts';
import { count } from '../words.ts';
import { loadVocabulary } from '../world.ts';
import { readByHand } from '../write.ts';
import { renderCommand } from './render.ts';

/** Options of `init`. */
export interface InitOptions {
  /** What the Argo CDs will read. Default: what a fleet of one's own says already, else the remote `origin`. */
  readonly repository: string | undefined;
  /** Do not ask. */
  readonly yes: boolean;
  /** Although there are changes that are not committed, or stages run a fleet of one's own. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

const page = 'docs/fleet.md';
const placeholder = 'https://git.example.com/example/fleet.git';

/** What the fleet that comes with a clone says of its repository: nobody else's says it. */
export const ofTheClone = 'https://github.com/example/fleet.git';

/**
 * Puts a small fleet (three stages of one cluster each, one hub, one team, the namespaces) in place of everything below
 * `apps` and `clusters`, and renders it. Nothing is committed, so git brings all of it back.
 */
export async function initCommand(context: Context, options: InitOptions): Promise<Outcome> {
  const { root } = context;
  const current = readCurrent(root, options.force);
  const present = await presentUrl(root);
  const url = repositoryUrl(root, options.repository, present);
  if (!current.ok || !url.ok) return failed([...(current.ok ? [] : current.errors), ...(url.ok ? [] : url.errors)]);
  const running = present === ofTheClone || options.force ? [] : isRunning(current.value);
  if (running.length > 0) return failed(running);
  const wanted = beginning(url.value, current.value.has(page));
  const changes = difference(current.value, wanted);
  const removed = changes.filter(({ change }) => change === 'delete').length;
  const document = { repository: url.value, removed, files: [...wanted.keys()].sort() };
  if (options.dryRun) {
    const data = changes.map(({ change, path }) => `${change} ${path}\n`).join('');
    return { exit: exitCode.ok, document: { ...document, changes }, data, diagnostics: url.warnings };
  }
  const kept = options.force ? '' : ' (git has them)';
  const refused = await refusal(context, {
    consequence: `${count(removed, 'file')} below apps/ and clusters/ will be removed${kept}, and a small fleet of your own begun.\n`,
    question: 'Replace the fleet that is here?',
    yes: options.yes,
  });
  if (refused) return { ...refused, document };

  const applied = await context.tree.apply({ wanted, changes, seen: current.value }, { force: true, owned: 'hand' });
  if (!applied.ok) return failed(applied.errors);
  const rendered = await renderCommand(context, { apps: [], check: false, force: false, allowDeletions: true });
  // That what the old stages held is gone is what was asked for.
  const told = rendered.diagnostics.filter(({ code }) => code !== 'FW3001');
  const diagnostics = [...url.warnings, ...applied.warnings, ...told];
  const begun = { ...document, changes: [...changes, ...renderedChanges(rendered)] };
  if (hasErrors(diagnostics)) return { ...rendered, document: begun, words: unrendered, written: true, diagnostics };
  return { exit: exitCode.ok, document: begun, words: next(url.value), diagnostics };
}

const unrendered = `The definitions of a small fleet are there, but not what is rendered of them. Mend the above, then:
  npx fleetwright render
`;

function renderedChanges({ document }: Outcome): readonly unknown[] {
  const { changes } = document;
  return Array.isArray(changes) ? changes : [];
}

/**
 * The files that make room, and the page about the fleet; FW5014 when something of theirs is not committed. What git is told
 * to ignore is nobody's to bring back, and stays.
 */
function readCurrent(root: string, force: boolean): Result<FileTree> {
  const repository = openRepository(root);
  if (!repository.ok) return repository;
  const dirty = force ? [] : repository.value.uncommitted([]);
  if (dirty.length > 0) {
    const message = `${count(dirty.length, 'file')} ${dirty.length === 1 ? 'has' : 'have'} changes that are not committed: ${dirty.slice(0, 3).join(', ')}${dirty.length > 3 ? ', …' : ''}`;
    const hint = 'commit them first, so that git can bring back whatever is replaced; --force goes on without';
    return fail([error('FW5014', message, hint, undefined)]);
  }
  const tree = readTrees(root, ['apps', 'clusters']);
  const ignored = new Set(repository.value.ignored(['apps', 'clusters']));
  const files = new Map([...(tree.ok ? tree.value : [])].filter(([path]) => !ignored.has(path)));
  const errors = tree.ok ? [] : [...tree.errors];
  if (existsSync(join(root, page))) {
    const text = readByHand(root, page);
    if (text.ok) files.set(page, text.value);
    else errors.push(...text.errors);
  }
  return errors.length > 0 ? fail(errors) : ok(files);
}

/** What the fleet that is here says of its repository; `undefined`: it cannot be read. */
async function presentUrl(root: string): Promise<string | undefined> {
  const loaded = await loadVocabulary(root);
  const [hub] = loaded.ok ? loaded.value.fleet.hubs.values() : [];
  return hub?.repository.url;
}

/** Names of the stages that hold something, in code-unit order. */
function inStages(files: FileTree): readonly string[] {
  const entries = [...files.keys()].flatMap((path) => {
    const [, area, stage, , file] = path.split('/');
    return area === 'stages' && stage !== undefined && file !== undefined ? [stage] : [];
  });
  return [...new Set(entries)].sort();
}

/** FW5014 when stages hold releases. */
function isRunning(files: FileTree): readonly Diagnostic[] {
  const stages = inStages(files);
  if (stages.length === 0) return [];
  const message = `a fleet of your own is here already (its repository is not that of the clone): ${stages.join(', ')} ${stages.length === 1 ? 'holds' : 'hold'} releases of it`;
  const hint = 'fleetwright init --force takes all of it off its clusters and begins anew';
  return [error('FW5014', message, hint, { file: 'clusters/fleet.ts', path: ['repository', 'url'] })];
}

/** What the Argo CDs will read: as it was said, as a fleet of one's own said before, as `origin` says, or a place to be filled in. */
function repositoryUrl(root: string, said: string | undefined, present: string | undefined): Result<string> {
  if (said !== undefined) {
    if (isGitUrl(said)) return ok(said);
    const hint = 'begin it with https:// or ssh://, and leave out credentials: https://git.example.com/acme/fleet.git';
    return fail([error('FW1011', `${JSON.stringify(said)} is not the URL of a git repository`, hint, undefined)]);
  }
  if (present !== undefined && present !== ofTheClone && present !== placeholder) return ok(present);
  const origin = spawnSync('git', ['remote', 'get-url', 'origin'], { cwd: root, encoding: 'utf8' }).stdout.trim();
  if (isGitUrl(origin)) return ok(origin);
  const hint = 'put the URL that your Argo CDs will read into `repository` there';
  const message = `which repository the Argo CDs will read is not known: ${placeholder} stands in its place`;
  return ok(placeholder, [
    warning('FW5014', message, hint, { file: 'clusters/fleet.ts', path: ['repository', 'url'] }),
  ]);
}

function beginning(url: string, withPage: boolean): FileTree {
  return new Map([
    ['clusters/fleet.ts', fleetSource({ url, revision: 'main' })],
    ['clusters/inventory.ts', inventorySource()],
    ['apps/namespaces/app.ts', namespacesSource()],
    ...(withPage ? [[page, fleetPage()] as const] : []),
  ]);
}

function next(url: string): string {
  return `Began a fleet: the stages dev, staging and prod with one cluster each, one hub, one team. Its repository: ${url}.
Next:
  git add --all && git commit -m 'Begin our fleet'
  npx fleetwright promote --all-due --to dev
  git add --all && git commit -m 'Promote to dev'
  npx fleetwright new app hello
`;
}
