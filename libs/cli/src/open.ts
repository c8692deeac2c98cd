import { asWarning, type Result } from '@fleetwright/diagnostics';
import type { Context } from './context.ts';
import { render } from './generate.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { loadWorld } from './world.ts';

/** The work tree and its history, with f run for HEAD; an app's errors stop that app only, and are warnings here. */
export async function openWorld(context: Context): Promise<Result<Ledger>> {
  const loaded = await loadWorld(context.root, { progress: context.progress });
  if (!loaded.ok) return loaded;
  const rendering = render(loaded.value, undefined, context.progress);
  context.progress.step('Reading history', 0, 1);
  const opened = openLedger(context.root, loaded.value, rendering, context.now);
  // What follows may be a question, below which nothing may be drawn.
  context.progress.end();
  if (!opened.ok) return opened;
  const found = [...loaded.value.diagnostics, ...rendering.diagnostics].filter(({ severity }) => severity === 'error');
  return { ...opened, warnings: found.map(asWarning) };
}
