/*
 * Asks kustomize anew for the answers of the kept cases, and keeps more (needs `npm run kustomize`).
 *
 *   npm run update-kept -- [<name>=<file of .cache/differential>…]
 *
 * A case that it fails must fail here too, with the end of its message among ours; `errorMust` in the file says so in other words, and stays.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, filesOf, readCase } from '../cases.ts';
import { findProgram, startOracle } from '../oracle.ts';
import { keptFolder, readKept } from './kept.ts';
import { caseOf } from './record.ts';

const added = process.argv.slice(2).map((argument): Case => {
  const at = argument.indexOf('=');
  return { ...readCase(argument.slice(at + 1)), name: argument.slice(0, at) };
});
const program = findProgram('kustomize-oracle');
if (program === undefined) throw new Error('there is no kustomize-oracle: npm run kustomize');
const oracle = startOracle(program);
mkdirSync(keptFolder, { recursive: true });
for (const one of [...readKept(), ...added]) {
  const build = { files: filesOf(one), root: one.root, options: one.options };
  const [theirs, ...again] = await oracle.build(build.files, build.root, build.options, 3);
  if (theirs === undefined || again.some(({ stdout }) => stdout !== theirs.stdout))
    throw new Error(`${one.name}: kustomize does not answer twice alike`);
  const { errorMust } = one;
  const updated = { ...caseOf(one.name, build, theirs), ...(errorMust === undefined ? {} : { errorMust }) };
  writeFileSync(join(keptFolder, `${one.name}.json`), `${JSON.stringify(updated, undefined, 2)}\n`);
}
oracle.close();
