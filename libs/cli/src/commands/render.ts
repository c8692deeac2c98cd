import { asWarning, error, hasErrors, nearest, type Result } from '@fleetwright/diagnostics';
import { foreign, vanished } from '@fleetwright/promotion';
import type { Context } from '../context.ts';
import { compareAll, type Generated, readStages, render, renderable } from '../generate.ts';
import { explanation, guard } from '../guard.ts';
import { type Ledger, readLedger } from '../ledger.ts';
import { exitCode, failed, type Outcome } from '../outcome.ts';
import { summary } from '../summary.ts';
import { count } from '../words.ts';
import { loadWorld, type World } from '../world.ts';

/** Options of `render`. */
export interface RenderOptions {
  /** Names of apps, `fleet` among them; empty: everything. */
  readonly apps: readonly string[];
  /** Write nothing; list what differs. */
  readonly check: boolean;
  /** Overwrite and remove generated files although they were edited by hand. */
  readonly force: boolean;
  /** Remove more files than anything explains. */
  readonly allowDeletions: boolean;
  /** How many definitions are evaluated side by side. */
  readonly workers?: number;
}

/** Makes rendered, facts, overlays and hubs true; with `check`, says what is not. Nothing is written when there is an error. */
export async function renderCommand(context: Context, options: RenderOptions): Promise<Outcome> {
  const { progress } = context;
  const { workers } = options;
  const loaded = await loadWorld(context.root, { progress, ...(workers !== undefined && { workers }) });
  if (!loaded.ok) return failed(loaded.errors);
  const world = loaded.value;
  const unknown = options.apps.filter((app) => !renderable(world).includes(app));
  if (unknown.length > 0) return failed(unknown.map((app) => unknownApp(app, renderable(world))));

  const only = options.apps.length > 0 ? options.apps : undefined;
  const rendering = render(world, only, progress);
  const stages = readStages(context.root);
  const compared = compareAll(context.root, world, rendering, { only, stages, everyOverlay: options.check, progress });
  const diagnostics = [...ofInterest(world, only), ...(compared.ok ? compared.warnings : compared.errors)];
  if (!compared.ok || hasErrors(diagnostics)) return failed(diagnostics);
  const generated = compared.value;
  progress.step('Reading history', 0, 1);
  const ledger = readLedger(context.root, world, rendering, context.now, stages);
  const found = ledger.ok ? foreign(ledger.value.world) : ledger.errors.map(asWarning);
  const tooMany = options.allowDeletions ? [] : guard(generated.vanishing, explanation(context.root, world, ledger));
  const { unbuilt } = generated;
  if (options.check) return checked(generated, [...diagnostics, ...tooMany.map(asWarning), ...found, ...unbuilt]);
  const unmeant = [...tooMany, ...(options.allowDeletions ? [] : takenAway(ledger))];
  if (unmeant.length > 0) return failed([...diagnostics, ...unmeant]);

  const written = await context.tree.apply(generated, { force: options.force, owned: 'generated' });
  if (!written.ok) return failed(written.errors);
  const words = summary(world, generated, ledger, only);
  const warnings = [...diagnostics, ...(ledger.ok ? found.map(asWarning) : []), ...unbuilt.map(asWarning)];
  return { exit: exitCode.ok, document: { changes: generated.changes }, words, diagnostics: warnings };
}

/**
 * What g makes of stages without an entry is true of them, but the Applications would go and leave their objects to nobody. Of
 * an entry that was edited, what it builds is what the stage says: that is a warning.
 */
function takenAway(ledger: Result<Ledger>): Outcome['diagnostics'] {
  return ledger.ok ? vanished(ledger.value.world) : [];
}

function checked(generated: Generated, diagnostics: Outcome['diagnostics']): Outcome {
  const { changes } = generated;
  const data = changes.map(({ change, path }) => `${change} ${path}\n`).join('');
  const words =
    changes.length === 0
      ? 'Everything generated is what the definitions and stages say.\n'
      : `${count(changes.length, 'generated file')} ${changes.length === 1 ? 'differs' : 'differ'}. Run \`fleetwright render\` and look at \`git diff\`.\n`;
  if (hasErrors(diagnostics)) return { ...failed(diagnostics), document: { changes }, data };
  const exit = changes.length === 0 ? exitCode.ok : exitCode.differences;
  return { exit, document: { changes }, data, words, diagnostics };
}

/** What the world has to say of the apps that are rendered; another app's errors stop that app only. */
function ofInterest(world: World, only: readonly string[] | undefined): Outcome['diagnostics'] {
  if (!only) return world.diagnostics;
  return world.diagnostics.filter(({ at }) => {
    const app = at?.file.startsWith('apps/') ? at.file.split('/')[1] : undefined;
    return app === undefined || only.includes(app);
  });
}

function unknownApp(app: string, names: readonly string[]) {
  const near = nearest(app, names);
  const hint = near ? `did you mean "${near}"?` : `the apps are ${names.join(', ')}`;
  return error('FW4001', `there is no app "${app}"`, hint, undefined);
}
