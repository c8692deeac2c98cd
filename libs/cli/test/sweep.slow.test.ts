import { vi } from 'vitest';
import { sweep } from './sweep.ts';

vi.mock(import('@fleetwright/workspace'), async (original) => {
  const workspace = await original();
  const { loadOnce } = await import('./model/load-once.ts');
  return { ...workspace, loadDefinitions: loadOnce(workspace.loadDefinitions) };
});

// Of prod, a folder comes, one goes and files change.
sweep({
  args: ['render'],
  prepare: (tree) => tree.edit('apps/web/app.ts', "name: 'large'", "name: 'big'"),
  again: true,
});
