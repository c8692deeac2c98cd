import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, readCase } from '../cases.ts';

/** Where cases are kept, a file each. */
export const keptFolder: string = join(import.meta.dirname, '../cases');

/** The kept cases, by name. */
export function readKept(): Case[] {
  if (!existsSync(keptFolder)) return [];
  const files = readdirSync(keptFolder)
    .filter((file) => file.endsWith('.json'))
    .sort();
  return files.map((file) => readCase(join(keptFolder, file)));
}
