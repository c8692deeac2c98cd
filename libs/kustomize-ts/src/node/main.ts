import { readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join, parse, relative, resolve, sep } from 'node:path';
import { type Diagnostic, fail, hasErrors, type Result } from '@fleetwright/diagnostics';
import { type Built, build } from '../build/build.ts';
import { completion } from './completion.ts';
import { diskFiles } from './disk-files.ts';
import { type BuildFlags, readFlags, UsageError } from './flags.ts';
import { helmRenderer } from './helm.ts';
import { buildHelp, help } from './help.ts';
import { separateFiles } from './separate-files.ts';

/**
 * The command: takes the words behind the program's name, gives the exit code (0, or 1 for anything that failed, as kustomize does). What
 * was built goes to standard output, everything else to standard error.
 */
export function main(words: readonly string[]): number {
  const [command, ...rest] = words;
  try {
    if (command === 'build') return buildCommand(rest);
    if (command === 'version') return print(`${versionOfThis()} (kustomize v5.8.1)\n`);
    if (command === 'completion') return print(completion(rest[0]));
    if (command === undefined || command === 'help' || command === '--help' || command === '-h') return print(help);
    throw new UsageError(`unknown command "${command}" for "kustomize-ts"\nRun 'kustomize-ts --help' for usage.`);
  } catch (problem) {
    if (problem instanceof UsageError || isOfDisk(problem)) return complain(`Error: ${shown(problem.message)}\n`);
    throw problem;
  }
}

function buildCommand(words: readonly string[]): number {
  const flags = readFlags(words, process.env);
  if (flags === 'help') return print(buildHelp);
  for (const warning of flags.warnings) complain(`${warning}\n`);
  // Bases may be anywhere on the disk, so the tree is all of it.
  const folder = resolve(flags.folder);
  const top = parse(folder).root;
  const built = build(diskFiles(top), relative(top, folder).split(sep).join('/'), {
    reorder: flags.reorder,
    loadRestrictor: flags.loadRestrictor,
    enableAlphaPlugins: flags.enableAlphaPlugins,
    managedByLabel: flags.enableManagedByLabel,
    helm: flags.helm && helmRenderer(flags.helm, top),
  });
  const result = flags.strict ? withoutMisses(built) : built;
  const diagnostics = result.ok ? result.warnings : result.errors;
  for (const diagnostic of diagnostics) complain(textOf(diagnostic, top));
  if (flags.json)
    write(flags.output, `${JSON.stringify(asDocument(result.ok ? result.value : undefined, diagnostics))}\n`);
  else if (result.ok) writeObjects(flags, result.value);
  return hasErrors(diagnostics) ? 1 : 0;
}

/** What was built, if all that the kustomizations say found something to change; else that as errors. */
function withoutMisses(result: Result<Built>): Result<Built> {
  if (!result.ok || result.value.misses.length === 0) return result;
  return fail([...result.warnings, ...result.value.misses.map((miss) => ({ ...miss, severity: 'error' as const }))]);
}

function writeObjects({ output }: BuildFlags, built: Built): void {
  const isFolder = output !== undefined && statSync(output, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) write(output, built.yaml);
  else for (const [name, text] of separateFiles(built.resources)) writeFileSync(join(output, name), text);
}

/** `--json`: what was built as data, with everything that was said. */
function asDocument(built: Built | undefined, diagnostics: readonly Diagnostic[]): object {
  return { schema: 'kustomize-ts/build/v1', objects: built?.objects ?? [], diagnostics };
}

/** Kustomize's line, then where and how to mend it. Deprecations are kustomize's line alone: scripts look for it. */
function textOf({ code, severity, message, hint, at }: Diagnostic, top: string): string {
  if (severity === 'warning') return `${shown(message)}\n`;
  const file = at && relative(process.cwd(), join(top, at.file));
  const place = at && `  at ${[file, at.line, at.column].filter((part) => part !== undefined).join(':')} (${code})\n`;
  return `Error: ${shown(message)}\n${place ?? ''}${hint ? `  hint: ${hint}\n` : ''}`;
}

/** Without the controls that a terminal would obey. */
function shown(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, (character) => JSON.stringify(character).slice(1, -1));
}

function write(output: string | undefined, text: string): void {
  if (output === undefined) print(text);
  else writeFileSync(output, text);
}

/** All of it before the process ends: a pipe takes what it can and says so (EAGAIN) where a reader is slow. */
function print(text: string): number {
  writeAll(1, text);
  return 0;
}

function complain(text: string): number {
  writeAll(2, text);
  return 1;
}

function writeAll(stream: 1 | 2, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(stream, rest));
    } catch (problem) {
      if (!(problem instanceof Error && 'code' in problem)) throw problem;
      // Whoever read us has seen enough, as `head` has.
      if (problem.code === 'EPIPE') return;
      if (problem.code !== 'EAGAIN') throw problem;
    }
  }
}

function isOfDisk(problem: unknown): problem is Error {
  return problem instanceof Error && 'syscall' in problem;
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
