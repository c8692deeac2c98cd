import { vi } from 'vitest';
import { sweep } from './sweep.ts';
import type { WorkTree } from './work-tree.ts';

vi.mock(import('@fleetwright/workspace'), async (original) => {
  const workspace = await original();
  const { loadOnce } = await import('./model/load-once.ts');
  return { ...workspace, loadDefinitions: loadOnce(workspace.loadDefinitions) };
});

/** A change of the definition has passed dev, and waits for prod. */
function release(tree: WorkTree): void {
  tree.edit('apps/web/app.ts', "args: ['nightly']", "args: ['nightly', '--all']");
  tree.succeed('render');
  tree.commit('Change web');
  tree.succeed('promote', 'web', '--to', 'dev');
  tree.commit('Promote web to dev');
}

sweep({ args: ['promote', '--all-due', '--to', 'prod'], prepare: release, again: true });

// Copies, and a hold beside them.
sweep({ args: ['rollback', 'web', '--stage', 'dev', '--why', 'INC-7'], prepare: release, again: false });
