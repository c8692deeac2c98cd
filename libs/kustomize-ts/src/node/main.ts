import { readFileSync, statSync } from 'node:fs';
import { join, parse, relative, resolve, sep } from 'node:path';
import { type Diagnostic, fail, hasErrors, nearest, type Result } from '@fleetwright/diagnostics';
import { type Built, build } from '../build/build.ts';
import { repoSpecOf } from '../build/remote.ts';
import { completion } from './completion.ts';
import { diskFiles } from './disk-files.ts';
import { type BuildFlags, readFlags } from './flags.ts';
import { helmRenderer } from './helm.ts';
import { buildHelp, help } from './help.ts';
import { placesFrom, textOf } from './messages.ts';
import { separateFiles } from './separate-files.ts';
import { readWords, UsageError } from './words.ts';
import { complain, print, shown, WriteError, writeFile } from './write.ts';

/**
 * The command: takes the words behind the program's name, gives the exit code (0, or 1 for anything that failed, as kustomize does). What
 * was built goes to standard output, everything else to standard error.
 */
export function main(words: readonly string[]): number {
  try {
    const start = words.findIndex((word) => word === '-' || word === '--' || !word.startsWith('-'));
    const before = start < 0 ? words : words.slice(0, start);
    const { truths } = readWords(before, globalFlags);
    if (truths.get('version') === true) return print(version());
    const [command, ...rest] = start < 0 ? [] : words.slice(start);
    return run(truths.get('help') === true ? 'help' : command, command, rest);
  } catch (problem) {
    if (!(problem instanceof UsageError || problem instanceof WriteError)) throw problem;
    return complain(`Error: ${shown(problem.message)}\n`);
  }
}

/** Those that may stand before the command. */
const globalFlags = {
  help: { takes: 'nothing', short: 'h' },
  'stack-trace': { takes: 'nothing' },
  version: { takes: 'nothing' },
} as const;

const commands = ['build', 'completion', 'help', 'version'];

function run(wanted: string | undefined, command: string | undefined, rest: readonly string[]): number {
  if (wanted === undefined) return print(help);
  if (wanted === 'help') return print(command === 'build' || rest[0] === 'build' ? buildHelp : help);
  if (wanted === 'build') return buildCommand(rest);
  if (rest.includes('--help') || rest.includes('-h')) return print(help);
  if (wanted === 'version') return print(version());
  if (wanted === 'completion') return print(completion(rest[0]));
  const meant = nearest(wanted, commands);
  const suggestion = meant === undefined ? '' : `\n\nDid you mean this?\n\t${meant}\n`;
  throw new UsageError(
    `unknown command ${JSON.stringify(wanted)} for "kustomize-ts"${suggestion}\nRun 'kustomize-ts --help' for usage.`,
  );
}

function buildCommand(words: readonly string[]): number {
  const flags = readFlags(words, process.env, (line) => complain(`${line}\n`));
  if (flags === 'help') return print(buildHelp);
  // Bases may be anywhere on the disk, so the tree is all of it.
  const folder = resolve(flags.folder);
  const top = parse(folder).root;
  const inTree = relative(top, folder).split(sep).join('/');
  // With a slash, as a path that begins with the name of a host is none here.
  const root = repoSpecOf(flags.folder) === undefined ? `/${inTree}` : flags.folder;
  const built = build(diskFiles(top), root, {
    reorder: flags.reorder,
    loadRestrictor: flags.loadRestrictor,
    enableAlphaPlugins: flags.enableAlphaPlugins,
    managedByLabel: flags.enableManagedByLabel,
    helm: flags.helm && helmRenderer(flags.helm, top),
  });
  const result = flags.strict ? withoutMisses(built) : built;
  const here = placesFrom(top, process.cwd());
  const diagnostics = (result.ok ? result.warnings : result.errors).map((each) => here(asGiven(each, inTree, flags)));
  for (const diagnostic of diagnostics) complain(textOf(diagnostic));
  const value = result.ok ? result.value : undefined;
  if (flags.json) {
    const misses = (value?.misses ?? []).map(here);
    const document = { schema: 'kustomize-ts/build/v1', objects: value?.objects ?? [], diagnostics, misses };
    write(flags.output, `${JSON.stringify(document)}\n`);
  } else if (value !== undefined) writeObjects(flags, value);
  return hasErrors(diagnostics) ? 1 : 0;
}

/** What is wrong with the folder that is to be built, with its name as it was given. */
function asGiven(diagnostic: Diagnostic, folder: string, flags: BuildFlags): Diagnostic {
  if (diagnostic.code !== 'FW6003' || diagnostic.at?.file !== (folder || '.')) return diagnostic;
  return { ...diagnostic, message: diagnostic.message.replace(`'/${folder}'`, () => `'${flags.folder}'`) };
}

/** What was built, if all that the kustomizations say found something to change; else that as errors. */
function withoutMisses(result: Result<Built>): Result<Built> {
  if (!result.ok || result.value.misses.length === 0) return result;
  return fail([...result.warnings, ...result.value.misses.map((miss) => ({ ...miss, severity: 'error' as const }))]);
}

function writeObjects({ output }: BuildFlags, built: Built): void {
  const isFolder = output !== undefined && statSync(output, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) write(output, built.yaml);
  else for (const [name, text] of separateFiles(built.resources)) writeFile(join(output, name), text);
}

function write(output: string | undefined, text: string): void {
  if (output === undefined) print(text);
  else writeFile(output, text);
}

function version(): string {
  return `${versionOfThis()} (kustomize v5.8.1)\n`;
}

function versionOfThis(): string {
  for (const manifest of ['../package.json', '../../package.json']) {
    try {
      const found: unknown = JSON.parse(readFileSync(new URL(manifest, import.meta.url), 'utf8'));
      if (typeof found === 'object' && found !== null && 'version' in found) return `v${String(found.version)}`;
    } catch {
      // One of the two is there: sources are a folder deeper than the bundle.
    }
  }
  return 'of an unknown version';
}
