import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Binary } from '../programs.ts';
import type { Toolchain } from './go.ts';

/**
 * What a binary is made from, as the text of the file beside it: another text, another binary.
 * @param pins contents of go.mod and go.sum of its module
 */
export function stampOf(binary: Binary, pins: readonly string[], { version, platform }: Toolchain): string {
  const hash = createHash('sha256');
  // Lengths keep a line from moving between files unseen.
  for (const text of pins) hash.update(`${text.length}\n${text}`);
  const { package: main, flags, edits = [] } = binary;
  const stamp = { pins: hash.digest('hex'), package: main, flags, edits, go: version, platform };
  return `${JSON.stringify(stamp, undefined, 2)}\n`;
}

/** Whether `folder` has a binary that was made from what `stamp` says. */
export function isBuilt(folder: string, name: string, stamp: string): boolean {
  const said = stampFile(folder, name);
  return existsSync(join(folder, name)) && existsSync(said) && readFileSync(said, 'utf8') === stamp;
}

/**
 * Puts a finished binary into `folder`, with its stamp. Who is killed in the middle leaves a binary without a stamp, which is built again;
 * a program that runs the old one is not disturbed.
 * @param built a path on the same disk
 */
export function install(built: string, folder: string, name: string, stamp: string): void {
  // First, so that it never stands beside a binary of other pins
  rmSync(stampFile(folder, name), { force: true });
  renameSync(built, join(folder, name));
  writeFileSync(`${built}.json`, stamp);
  renameSync(`${built}.json`, stampFile(folder, name));
}

function stampFile(folder: string, name: string): string {
  return join(folder, `${name}.json`);
}
