import { smallFleet } from './small-fleet.ts';
import { type WorkTree, workTree } from './work-tree.ts';

/** From definitions to both stages, as a person does it: render, commit, promote, commit. */
export function bootstrapped(texts: Readonly<Record<string, string>> = smallFleet): WorkTree {
  const tree = workTree(texts);
  tree.succeed('render');
  tree.commit('Render');
  for (const stage of ['dev', 'prod']) {
    tree.succeed('promote', '--all-due', '--to', stage);
    tree.commit(`Promote to ${stage}`);
  }
  return tree;
}
