import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { goEnvironment, goModule } from '../go-module.ts';
import { type Binary, type Edit, repositoryRoot } from '../programs.ts';
import { run } from './run.ts';

/** What Go says of itself in one of the modules: with GOTOOLCHAIN=auto, another Go may build each. */
export interface Toolchain {
  /** `go1.26.8` */
  readonly version: string;
  /** `linux/amd64` */
  readonly platform: string;
}

const Environment = z.object({ GOVERSION: z.string(), GOOS: z.string(), GOARCH: z.string() });

/** The folder of one of the modules in `programs/`. */
export function moduleFolder(module: string): string {
  return join(repositoryRoot, 'tools/real/programs', module);
}

/** Which Go builds a module. @throws Error when none does */
export async function toolchain(module: string): Promise<Toolchain> {
  const args = ['env', '-json', 'GOVERSION', 'GOOS', 'GOARCH'];
  const options = { cwd: moduleFolder(module), env: { ...process.env, ...goEnvironment } };
  const { stdout } = await promisify(execFile)('go', args, options);
  const { GOVERSION, GOOS, GOARCH } = Environment.parse(JSON.parse(stdout));
  return { version: GOVERSION, platform: `${GOOS}/${GOARCH}` };
}

/** What {@link compile} needs beside the binary. */
export interface Compilation {
  /** Of this build alone: what it leaves unfinished is in there. */
  readonly folder: string;
  readonly onLine: (line: string) => void;
}

/** Compiles and links a binary into the folder of a compilation; its path there. @throws Error with what Go says */
export async function compile(binary: Binary, { folder, onLine }: Compilation): Promise<string> {
  const out = join(folder, binary.name);
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags', ['-s -w', ...binary.flags].join(' ')];
  const args = ['build', ...flags, ...(await editedModules(binary, folder)), '-o', out, binary.package];
  // A go that is killed leaves its work folder behind: there, the next build takes it away.
  const env = { ...goEnvironment, GOTMPDIR: folder };
  await run({ file: 'go', args, cwd: moduleFolder(binary.module), env, onLine });
  return out;
}

/**
 * The flags that have Go build from edited copies of the modules. Its own way (`-overlay`) is closed to files of the module cache, so a copy
 * of go.mod says where the copies are. With -trimpath nothing that is compiled knows in which folder they were.
 */
async function editedModules({ name, module, edits = [] }: Binary, folder: string): Promise<readonly string[]> {
  if (edits.length === 0) return [];
  const replaced = new Map<string, string>();
  for (const [index, path] of [...new Set(edits.map((edit) => edit.module))].entries()) {
    const copy = join(folder, `${name}-${index}`);
    copyModule(await goModule(module, path), copy);
    replaced.set(path, copy);
  }
  for (const edit of edits) {
    const file = join(replaced.get(edit.module) ?? '', edit.file);
    writeFileSync(file, edited(readFileSync(file, 'utf8'), edit));
  }
  const lines = [...replaced].map(([path, copy]) => `replace ${path} => ${JSON.stringify(copy)}\n`);
  const pins = join(folder, `${name}.mod`);
  writeFileSync(pins, `${readFileSync(join(moduleFolder(module), 'go.mod'), 'utf8')}\n${lines.join('')}`);
  copyFileSync(join(moduleFolder(module), 'go.sum'), join(folder, `${name}.sum`));
  return ['-modfile', pins];
}

/** Copies files and folders without their modes: in Go's module cache nothing may be written or deleted. */
function copyModule(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyModule(source, target);
    else writeFileSync(target, readFileSync(source));
  }
}

/** A source with an edit done to it. @throws Error when it has not exactly one place for it */
export function edited(source: string, { module, file, from, to }: Edit): string {
  const [before, after, ...more] = source.split(from);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(
      `${file} of ${module} must have ${from} exactly once, to be edited: mend the edit in tools/real/src/programs.ts`,
    );
  return before + to + after;
}
