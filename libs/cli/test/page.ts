import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from './work-tree.ts';

/** A fenced block of a page, without the indentation of its fence. */
export interface Block {
  /** What stands behind the opening fence: `sh`, `sh exit=1`, `sh no-test needs a cluster`. */
  readonly info: string;
  readonly lines: readonly string[];
  /** Index of the line with the opening fence. */
  readonly start: number;
  /** Index of the line with the closing fence. */
  readonly end: number;
  /** Spaces before the fences. */
  readonly indent: string;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  const lines = page.split('\n');
  let start = 0;
  while (start < lines.length) {
    const [, indent = '', info] = /^( *)```(.*)$/.exec(lines[start] ?? '') ?? [];
    start += 1;
    if (info === undefined) continue;
    const end = lines.indexOf(`${indent}\`\`\``, start);
    if (end < 0) throw new Error(`line ${start}: a block that does not end`);
    const inside = lines.slice(start, end).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    blocks.push({ info: info.trim(), lines: inside, start: start - 1, end, indent });
    start = end + 1;
  }
  return blocks;
}

/**
 * Whether what was printed fits what a page shows: a line that is only `…` stands for any lines, `…` in a line for any
 * text, and a word of 7 to 40 hexadecimal digits for any other. Spaces at the end of a line do not count.
 */
export function fits(shown: readonly string[], printed: readonly string[]): boolean {
  const pattern = shown.map((line) => (line.trim() === '…' ? '(?:[^\\n]*\\n)*?' : `${linePattern(line)}\\n`)).join('');
  return new RegExp(`^${pattern}$`).test(printed.map((line) => `${line.trimEnd()}\n`).join(''));
}

function linePattern(line: string): string {
  const parts = line.trimEnd().split(/(…|\b[0-9a-f]{7,40}\b)/);
  const patterns = parts.map((part, index) => {
    if (index % 2 === 0) return part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return part === '…' ? '[^\\n]*' : '[0-9a-f]{7,40}';
  });
  return patterns.join('');
}

/** A clone of this repository's work tree, committed, in which the blocks of a page are run. */
export interface Clone extends Disposable {
  readonly root: string;
  /** Runs a script; gives what it printed, both streams in the order of the writes, and its exit status. */
  sh(script: string): { readonly printed: string; readonly exit: number | null };
}

/** A folder with nothing in it. */
export function emptyClone(): Clone {
  const base = mkdtempSync(join(tmpdir(), 'fleetwright-docs-'));
  const root = join(base, 'fleetwright');
  const user = '[user]\nname = Ada Lovelace\nemail = ada@example.com\n';
  writeFileSync(join(base, '.gitconfig'), `${user}[init]\ndefaultBranch = main\n[core]\npager = cat\n`);
  const env = {
    PATH: process.env['PATH'],
    HOME: base,
    GIT_CONFIG_NOSYSTEM: '1',
    TZ: 'UTC',
    NO_COLOR: '1',
    EDITOR: 'true',
    npm_config_update_notifier: 'false',
  };
  const clone: Clone = {
    root,
    sh(script) {
      const options = { cwd: root, encoding: 'utf8', env, timeout: 120_000 } as const;
      const ran = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', `exec 2>&1\n${script}`], options);
      return { printed: ran.stdout, exit: ran.status };
    },
    [Symbol.dispose]: () => rmSync(base, { recursive: true, force: true }),
  };
  mkdirSync(root);
  return clone;
}

/** Clones HEAD and what is not committed yet; `node_modules` is linked, so that the command is this work tree's. */
export function cloneRepository(): Clone {
  const clone = emptyClone();
  const { root } = clone;
  must(clone, `git clone --quiet --shared '${repository}' .`);
  must(clone, `git checkout --quiet -B main && echo /node_modules >> .git/info/exclude`);
  const list = `git -C '${repository}' ls-files -z --modified --others --exclude-standard`;
  for (const file of must(clone, list).split('\0').filter(Boolean)) {
    if (existsSync(join(repository, file))) cpSync(join(repository, file), join(root, file));
    else rmSync(join(root, file), { force: true });
  }
  must(clone, `git add --all && git commit --quiet --allow-empty --message 'Work tree'`);
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  return clone;
}

function must(clone: Clone, script: string): string {
  const { printed, exit } = clone.sh(script);
  if (exit !== 0) throw new Error(`ended with ${exit}: ${script}\n${printed}`);
  return printed;
}

/**
 * Does what a page says, block for block:
 * - `sh` is run by itself in the root of the clone; it must end with 0, or with n where the fence says `exit=n`; one that
 *   says `needs=x` is left out where there is no program x; behind `no-test` stands why it cannot be run;
 * - `text` right behind an `sh` is what that printed;
 * - `diff` with `--- <file>` in its first line is done to that file: what it takes away must be there exactly once;
 * - a block of another language whose first line is a comment with a path (`// apps/x/app.ts`) is written there.
 *
 * @returns The page, with what was printed in place of each `text` that does not fit it.
 */
export function runPage(clone: Clone, page: string): string {
  const lines = page.split('\n');
  const blocks = blocksOf(page);
  const replaced = new Map<number, readonly string[]>();
  for (const [index, block] of blocks.entries()) {
    const [language = ''] = block.info.split(' ');
    if (language === 'sh') {
      const printed = runShell(clone, block);
      const next = blocks[index + 1];
      const isOutput = next?.info === 'text' && lines.slice(block.end + 1, next.start).every((line) => line === '');
      if (printed && next && isOutput && !fits(next.lines, printed)) replaced.set(index + 1, printed);
    } else if (language === 'diff') change(clone, block);
    else if (language !== 'text') write(clone, block);
  }
  for (const [index, printed] of [...replaced].reverse()) {
    const { start, end, indent } = blocks[index] ?? { start: 0, end: 0, indent: '' };
    const shown = printed.map((line) => (line === '' ? '' : `${indent}${line}`));
    lines.splice(start + 1, end - start - 1, ...shown);
  }
  return lines.join('\n');
}

function runShell(clone: Clone, { info, lines, start }: Block): string[] | undefined {
  const [, ...flags] = info.split(' ');
  const [, needed] = /^needs=(.+)$/.exec(flags[0] ?? '') ?? [];
  if (flags[0] === 'no-test' || (needed !== undefined && clone.sh(`command -v ${needed}`).exit !== 0)) return undefined;
  const wanted = Number(/^exit=(\d+)$/.exec(flags[0] ?? '')?.[1] ?? 0);
  const { printed, exit } = clone.sh(lines.join('\n'));
  if (exit !== wanted) throw new Error(`line ${start + 1}: ended with ${exit}, not ${wanted}:\n${printed}`);
  return printed
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.trimEnd());
}

function change({ root }: Clone, { lines: [first = '', ...lines], start }: Block): void {
  const [, path] = /^--- (\S+)$/.exec(first) ?? [];
  if (path === undefined) throw new Error(`line ${start + 1}: a diff without the path of a file`);
  const side = (mark: string): string =>
    lines
      .filter((line) => line === '' || line.startsWith(' ') || line.startsWith(mark))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const parts = readFileSync(join(root, path), 'utf8').split(side('-'));
  if (parts.length !== 2) throw new Error(`line ${start + 1}: ${path} has ${parts.length - 1} such places`);
  writeFileSync(join(root, path), parts.join(side('+')));
}

function write({ root }: Clone, { lines: [first = '', ...lines] }: Block): void {
  const [, path] = /^(?:\/\/|#) ([\w@.-]+(?:\/[\w@.-]+)+)$/.exec(first) ?? [];
  if (path === undefined) return;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), `${lines.join('\n')}\n`);
}
