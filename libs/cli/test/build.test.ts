import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { buildCommand } from '../src/commands/build.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A work tree with these files below `clusters/overlays/eu-1`. */
function workTree(files: Readonly<Record<string, string>>): { readonly root: string } {
  const root = mkdtempSync(join(tmpdir(), 'fleetwright-build-'));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, 'clusters/overlays/eu-1', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { root };
}

it('prints what kustomize would', () => {
  const at = workTree({
    'web/kustomization.yaml': 'resources: [service.yaml]\nnamePrefix: eu-\n',
    'web/service.yaml': 'kind: Service\napiVersion: v1\nmetadata: {name: web}\n',
  });
  const yaml = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: eu-web\n';
  expect(buildCommand(at, { overlay: 'eu-1/web' })).toEqual({
    exit: 0,
    document: { yaml },
    data: yaml,
    diagnostics: [],
  });
});

it('takes the overlay as shells complete it', () => {
  const at = workTree({ 'web/kustomization.yaml': 'configMapGenerator: [{ name: a }]\n' });
  expect(buildCommand(at, { overlay: 'clusters/overlays/eu-1/web/' })).toEqual(
    buildCommand(at, { overlay: 'eu-1/web' }),
  );
});

it('says what is wrong with every file, and where', () => {
  const at = workTree({ 'web/kustomization.yaml': 'resources:\n- gone.yaml\n- lost.yaml\n' });
  const { exit, diagnostics } = buildCommand(at, { overlay: 'eu-1/web' });
  expect(exit).toBe(1);
  const file = 'clusters/overlays/eu-1/web/kustomization.yaml';
  expect(diagnostics).toMatchObject([
    { code: 'FW6003', at: { file, line: 2 } },
    { code: 'FW6003', at: { file, line: 3 } },
  ]);
});

it('says which overlays there are', () => {
  const at = workTree({ 'web/kustomization.yaml': '{}' });
  const { exit, diagnostics } = buildCommand(at, { overlay: 'eu-1/wep' });
  expect(exit).toBe(1);
  expect(diagnostics).toMatchObject([{ code: 'FW4001', hint: 'did you mean "web"?' }]);
});
