import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { buildCommand } from '../src/commands/build.ts';
import type { Context } from '../src/context.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A work tree with one empty overlay, and a PATH of `folders` below its root. */
function context(...folders: string[]): Pick<Context, 'root' | 'path'> {
  const root = mkdtempSync(join(tmpdir(), 'fleetwright-build-'));
  roots.push(root);
  mkdirSync(join(root, 'clusters/overlays/eu-1/web'), { recursive: true });
  return { root, path: folders.map((folder) => join(root, folder)) };
}

it.skipIf(process.platform === 'win32')('takes the first kustomize of the PATH that can be run', async () => {
  const at = context('nowhere', 'folder', 'text', 'bin');
  mkdirSync(join(at.root, 'folder/kustomize'), { recursive: true });
  for (const [folder, mode] of [
    ['text', 0o644],
    ['bin', 0o755],
  ] as const) {
    mkdirSync(join(at.root, folder));
    writeFileSync(join(at.root, folder, 'kustomize'), `#!/bin/sh\necho "# ${folder}: $1"\n`);
    chmodSync(join(at.root, folder, 'kustomize'), mode);
  }
  expect(await buildCommand(at, { overlay: 'eu-1/web' })).toMatchObject({ exit: 0, data: '# bin: build\n' });
});

it('says how to get one when there is none', async () => {
  const at = context('folder');
  mkdirSync(join(at.root, 'folder/kustomize'), { recursive: true });
  const { exit, diagnostics } = await buildCommand(at, { overlay: 'eu-1/web' });
  expect(exit).toBe(1);
  expect(diagnostics).toMatchObject([{ code: 'FW5003', message: 'there is no kustomize on the PATH' }]);
});
