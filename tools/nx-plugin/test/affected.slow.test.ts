import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Copy, copyWorkTree } from './copy.ts';

// Two apps of which the second uses the first; what they say does not matter to Nx.
const first =
  "import { defineApp } from '#fleet';\n\nexport default defineApp({ name: 'planted-a', team: 'web', processes: {} });\n";
const second = "import planted from '../planted-a/app.ts';\n\nexport default planted;\n";

describe('nx affected', () => {
  let copy: Copy;
  let apps: string[];

  beforeAll(() => {
    copy = copyWorkTree();
    copy.write('apps/planted-a/app.ts', first);
    copy.write('apps/planted-b/app.ts', second);
    copy.commit();
    apps = names('--projects=tag:type:app');
  });
  afterEach(() => copy.reset());
  afterAll(() => copy.remove());

  function names(...args: string[]): string[] {
    const run = copy.run('nx', 'show', 'projects', ...args);
    expect(run.status, run.stderr).toBe(0);
    return run.stdout
      .split('\n')
      .filter((name) => name !== '')
      .toSorted();
  }

  function affectedBy(file: string): string[] {
    copy.append(file, '\n');
    return names('--affected', '--base=HEAD');
  }

  test('a change of one app names it and the apps that import it', () => {
    expect(affectedBy('apps/planted-b/app.ts')).toEqual(['planted-b']);
    copy.reset();
    expect(affectedBy('apps/planted-a/app.ts')).toEqual(['planted-a', 'planted-b']);
  });

  test('a change of images.yaml names its app', () => {
    copy.write('apps/planted-b/images.yaml', '{}\n');
    expect(names('--affected', '--base=HEAD')).toEqual(['planted-b']);
  });

  test('a change of a library that renders names every app', () => {
    const affected = affectedBy('libs/render/package.json');
    expect(affected).toEqual(expect.arrayContaining([...apps, 'clusters', '@fleetwright/cli', '@fleetwright/render']));
    expect(affected).not.toContain('@fleetwright/diagnostics');
  });

  test('a change of the vocabulary names every app and no library', () => {
    expect(affectedBy('clusters/fleet.ts')).toEqual(['clusters', ...apps].toSorted());
  });

  test('a change of generated files or of this plugin names no app', () => {
    copy.write('apps/planted-a/rendered/dev/config/release.yaml', 'generated\n');
    copy.write('clusters/stages/dev/planted-a/config/release.yaml', 'generated\n');
    expect(names('--affected', '--base=HEAD')).toEqual([]);
    expect(affectedBy('tools/nx-plugin/src/sync.ts')).toEqual(['@fleetwright/nx-plugin']);
  });

  test('sync:check ends with 1 where a dependency has no reference, and sync mends it', () => {
    expect(copy.run('nx', 'sync:check').status).toBe(0);
    copy.write('libs/model/tsconfig.lib.json', '{ "extends": "../../tsconfig.lib.json", "references": [] }\n');
    const stale = copy.run('nx', 'sync:check');
    expect(stale.status).toBe(1);
    expect(stale.stderr).toContain('libs/model/tsconfig.lib.json');
    expect(copy.run('nx', 'sync').status).toBe(0);
    expect(copy.run('nx', 'sync:check').status).toBe(0);
  });
});
