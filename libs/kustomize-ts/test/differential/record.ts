import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../cases.ts';
import type { Answer } from '../oracle.ts';
import type { Build, Comparison } from './compare.ts';

/** A build as a case of a file: what cases.json holds of one, with the answer of kustomize. */
export function caseOf(name: string, build: Build, theirs: Answer): Case {
  const files = [...build.files]
    .map(
      ([path, content]) =>
        [path, typeof content === 'string' ? content : { base64: Buffer.from(content).toString('base64') }] as const,
    )
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    name,
    area: 'differential',
    features: [],
    root: build.root,
    options: build.options,
    files: Object.fromEntries(files),
    ...(theirs.ok ? { stdout: theirs.stdout } : { error: theirs.error }),
    ...(theirs.warnings.length > 0 ? { warnings: theirs.warnings } : {}),
  };
}

/** Writes a difference to a folder: the case, and what each builder made of it. The path of the folder it is in. */
export function record(folder: string, name: string, build: Build, comparison: Comparison): string {
  const kind = createHash('sha256').update(`${comparison.verdict} ${comparison.class}`).digest('hex').slice(0, 8);
  const place = join(folder, `${comparison.verdict.replaceAll(' ', '-')}-${kind}`);
  mkdirSync(place, { recursive: true });
  const ours = comparison.ours;
  writeFileSync(
    join(place, `${name}.json`),
    `${JSON.stringify(caseOf(name, build, comparison.theirs), undefined, 1)}\n`,
  );
  writeFileSync(
    join(place, `${name}.txt`),
    [
      `${comparison.verdict}: ${comparison.class}`,
      `build ${build.root} ${JSON.stringify(build.options)}`,
      ...[...build.files].map(
        ([path, content]) =>
          `--- ${path}\n${typeof content === 'string' ? content : Buffer.from(content).toString('base64')}`,
      ),
      '=== ours',
      ours === undefined
        ? '(thrown)'
        : ours.ok
          ? `${ours.stdout}${ours.warnings.join('\n')}`
          : ours.errors.map(({ code, message }) => `${code} ${message}`).join('\n'),
      '=== kustomize',
      comparison.theirs.ok
        ? `${comparison.theirs.stdout}${comparison.theirs.warnings.join('\n')}`
        : comparison.theirs.error,
      '',
    ].join('\n'),
  );
  return place;
}
