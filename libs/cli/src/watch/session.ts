import { type Diagnostic, fail, format, hasErrors, ok, type Result } from '@fleetwright/diagnostics';
import { checkRendered } from '@fleetwright/render';
import { difference, type FileTree, locate, openLoader, readTree, type WorkTree } from '@fleetwright/workspace';
import { nest } from 'kustomize-ts';
import { type RenderOptions, renderCommand } from '../commands/render.ts';
import type { Context } from '../context.ts';
import { render } from '../generate.ts';
import { vanishing } from '../guard.ts';
import { count } from '../words.ts';
import { appFolders, loadWorld } from '../world.ts';
import { readByHand } from '../write.ts';
import type { Affected } from './affected.ts';

/** What `render --watch` does, one run at a time. */
export interface Session {
  /** Renders what is affected and says how it went; `began` is when the change was seen. False: another run has the work tree. */
  run(affected: Affected, began: number): Promise<boolean>;
  /** To be called when the fleet's own definitions changed, before the next run. */
  renew(): void;
  /** Whether apps were written whose fit with the others has not been checked. */
  unchecked(): boolean;
  /** Checks it, and says what does not fit. */
  check(): void;
}

/** A session that has rendered nothing yet. */
export function newSession(context: Context, options: RenderOptions): Session {
  const { root, say } = context;
  let loader = openLoader(root);
  let unchecked = false;

  /** The next loader gets ready while nothing happens: one is of use once, since it keeps what it has read. */
  function renew(): void {
    loader.close();
    loader = openLoader(root);
  }
  async function runIn(tree: WorkTree, affected: Affected): Promise<Result<number>> {
    if (affected === 'all') return renderAll({ ...context, tree }, options);
    const rendered = await renderApps(root, [...affected].sort(), loader);
    renew();
    if (!rendered.ok) return rendered;
    const { wanted, current } = rendered.value;
    // Whether a folder may go whole, only a look at all of them tells.
    if (vanishing(current.keys(), wanted.keys()).length > 0) return renderAll({ ...context, tree }, options);
    unchecked = true;
    return tree.apply({ wanted, changes: difference(current, wanted) }, { force: options.force, owned: 'generated' });
  }
  async function run(affected: Affected, began: number): Promise<boolean> {
    const names = affected === 'all' ? options.apps : [...affected];
    const what = names.length === 0 ? 'everything' : [...new Set(names)].sort().join(', ');
    const opened = await context.openTree();
    const done = opened.ok ? await runIn(opened.value, affected) : opened;
    if (opened.ok) opened.value.close();
    context.progress.end();
    const problems = done.ok ? done.warnings.filter(() => affected === 'all') : done.errors;
    const seconds = ((performance.now() - began) / 1000).toFixed(2);
    const how = done.ok ? `${count(done.value, 'file')} changed` : 'nothing was written';
    tell(problems);
    say(`${what}: ${how} (${seconds} s)\n`);
    return done.ok || done.errors.every(({ code }) => code !== 'FW5008');
  }
  function check(): void {
    unchecked = false;
    const rendered = renderedFiles(root, appFolders(root));
    tell(rendered.ok ? checkRendered(rendered.value).filter(({ severity }) => severity === 'error') : rendered.errors);
  }
  function tell(diagnostics: readonly Diagnostic[]): void {
    const read = (file: string): string | undefined => {
      const text = readByHand(root, file);
      return text.ok ? text.value : undefined;
    };
    if (diagnostics.length > 0) say(format(locate(diagnostics, read), { color: context.color }));
  }
  return { run, renew, unchecked: () => unchecked, check };
}

async function renderAll(context: Context, options: RenderOptions): Promise<Result<number>> {
  const { document, diagnostics } = await renderCommand(context, options);
  if (hasErrors(diagnostics)) return fail(diagnostics);
  const { changes } = document;
  return ok(Array.isArray(changes) ? changes.length : 0, diagnostics);
}

/** What apps would be, and what stands in the work tree. Nothing but their own folders is looked at. */
async function renderApps(
  root: string,
  apps: readonly string[],
  loader: ReturnType<typeof openLoader>,
): Promise<Result<{ readonly wanted: FileTree; readonly current: FileTree }>> {
  const loaded = await loadWorld(root, { only: apps, loader });
  if (!loaded.ok) return loaded;
  const { tree, diagnostics } = render(loaded.value, apps);
  const found = [...loaded.value.diagnostics, ...diagnostics];
  const current = renderedFiles(root, apps);
  if (!current.ok) return fail([...found, ...current.errors]);
  return hasErrors(found) ? fail(found) : ok({ wanted: tree, current: current.value }, found);
}

/** The rendered files of apps, with paths from the root. */
function renderedFiles(root: string, apps: readonly string[]): Result<FileTree> {
  const files = new Map<string, string>();
  const errors: Diagnostic[] = [];
  for (const app of apps) {
    const folder = `apps/${app}/rendered`;
    const tree = readTree(root, folder);
    if (!tree.ok) errors.push(...tree.errors);
    else for (const [path, text] of nest(tree.value, folder)) files.set(path, text);
  }
  return errors.length > 0 ? fail(errors) : ok(files);
}
