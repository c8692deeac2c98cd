import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCache } from 'kustomize-ts';
import { diskFiles } from 'kustomize-ts/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Comparison, compare } from '../src/compare.ts';
import { kustomizationsBelow } from '../src/find.ts';
import { agrees, tableOf } from '../src/report.ts';

// With scripts in the place of kustomize: one that prints an object, one that fails.

describe.skipIf(process.platform === 'win32')('comparing folders', () => {
  let top: string;
  let printing: string;
  let failing: string;

  function write(path: string, content: string): string {
    const file = join(top, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  function compared(folder: string, binary: string): Comparison {
    return compare(join(top, folder), {
      binary,
      files: diskFiles('/'),
      cache: createCache(),
      loadRestrictor: 'LoadRestrictionsRootOnly',
    });
  }

  beforeAll(() => {
    top = mkdtempSync(join(tmpdir(), 'repos-'));
    write('good/kustomization.yaml', 'resources: [a.yaml]\n');
    write('good/a.yaml', 'kind: A\napiVersion: v1\nmetadata: {name: a}\n');
    write('other/Kustomization', 'resources: [a.yaml]\nnamePrefix: b-\n');
    write('other/a.yaml', 'kind: A\napiVersion: v1\nmetadata: {name: a}\n');
    write('bad/kustomization.yml', 'resources: [none.yaml]\n');
    write('remote/kustomization.yml', 'resources: ["https://example.com/a.yaml"]\n');
    write('.git/kustomization.yaml', '');
    printing = write('printing', "#!/bin/sh\nprintf 'apiVersion: v1\\nkind: A\\nmetadata:\\n  name: a\\n'\n");
    failing = write('failing', '#!/bin/sh\necho "Error: no" >&2\nexit 1\n');
    for (const file of [printing, failing]) chmodSync(file, 0o755);
  });
  afterAll(() => rmSync(top, { recursive: true }));

  test('kustomizations are found by any of their names, not below .git', () => {
    expect(kustomizationsBelow(top)).toEqual(['bad', 'good', 'other', 'remote'].map((name) => join(top, name)));
  });

  test('each verdict', () => {
    const verdicts = [
      compared('good', printing),
      compared('other', printing),
      compared('good', failing),
      compared('bad', printing),
      compared('bad', failing),
      compared('remote', failing),
    ];
    expect(verdicts.map(({ verdict }) => verdict)).toEqual([
      'equal',
      'different',
      'only kustomize fails',
      'only ours fails',
      'both fail',
      'remote',
    ]);
    expect(verdicts[1]?.ours).toContain('name: b-a');
    expect(verdicts[1]?.theirs).toContain('name: a');
    expect(verdicts.map((one) => agrees({ name: 'x', comparisons: [one] }))).toEqual([
      true,
      false,
      false,
      false,
      true,
      true,
    ]);
    expect(tableOf([{ name: 'x', comparisons: verdicts }])).toMatch(
      /^\| x \| 6 \| 1 \| 1 \| 1 \| 1 \| 1 \| 1 \| 0 \| 0 \|/m,
    );
  });
});
