import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { broken, fine, isAtLeast, type Patient, type Row } from './row.ts';

/** As bin/launch.js has it. */
const oldestNode = '24.11.0';

/** Node, what npm installed, and the programs that some commands start. */
export function checkInstallation(patient: Patient): readonly Row[] {
  return [checkNode(), checkModules(patient.root), checkLibraries(patient.root)];
}

function checkNode(): Row {
  const { node } = process.versions;
  if (isAtLeast(node, oldestNode)) return fine('Node', node);
  return broken(
    'Node',
    `${node} is too old`,
    `npm ci brings one along; or install Node ${oldestNode} or later: https://nodejs.org`,
  );
}

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), link: z.boolean().optional(), optional: z.boolean().optional() }),
  ),
});

/** Whether npm installed what package-lock.json says: npm keeps a lock file of what it did. */
function checkModules(root: string): Row {
  const check = 'node_modules';
  const wanted = readLock(join(root, 'package-lock.json'));
  if (wanted === undefined) return fine(check, 'there is no package-lock.json to compare with');
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return broken(check, 'nothing is installed', 'npm ci');
  const others = Object.entries(wanted.packages).filter(([path, { version, link, optional }]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return false;
    const there = installed.packages[path];
    // What is for another platform is left out.
    return !link && there?.version !== version && !(optional && there === undefined);
  });
  const first = others[0]?.[0];
  if (first === undefined) return fine(check, 'as package-lock.json says');
  const name = first.slice(first.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const more = others.length > 1 ? ` and ${others.length - 1} more` : '';
  return broken(check, `not what package-lock.json says: ${name}${more}`, 'npm ci');
}

function readLock(file: string): z.infer<typeof lock> | undefined {
  const parsed = lock.safeParse(readJson(file));
  return parsed.success ? parsed.data : undefined;
}

const manifest = z.object({ name: z.string(), version: z.string() });

/** Whether all libraries of Fleetwright are of one version: what one writes another reads. */
function checkLibraries(root: string): Row {
  const check = 'libraries';
  const folder = join(root, 'node_modules', '@fleetwright');
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const found = names.flatMap((name) => {
    const parsed = manifest.safeParse(readJson(join(folder, name, 'package.json')));
    return parsed.success ? [parsed.data] : [];
  });
  const own = manifest.parse(readJson(new URL('../../package.json', import.meta.url)));
  const others = found.filter(({ version }) => version !== own.version);
  if (others.length === 0) return fine(check, own.version);
  const said = others.map(({ name, version }) => `${name} ${version}`).join(', ');
  return broken(check, `the command is ${own.version}, but ${said}`, 'npm ci');
}

function readJson(file: string | URL): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
