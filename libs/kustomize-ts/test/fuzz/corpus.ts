import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, readCase } from '../cases.ts';
import type { Build } from '../differential/compare.ts';

/** Where inputs are kept that were once built wrong. */
const corpusFolder: string = join(import.meta.dirname, '../corpus');

/** The kept inputs, by the name of their file. */
export function readCorpus(): ReadonlyMap<string, Build> {
  if (!existsSync(corpusFolder)) return new Map();
  return new Map(
    readdirSync(corpusFolder)
      .sort()
      .map((file) => {
        const read = readCase(join(corpusFolder, file));
        return [file, { files: filesOf(read), root: read.root, options: read.options }] as const;
      }),
  );
}

/** Writes an input as the corpus holds it; contents as base64, since they may be anything. */
export function writeInput(file: string, { files, root, options }: Build): void {
  const contents = [...files].map(
    ([path, content]) =>
      [path, isPlain(content) ? content : { base64: Buffer.from(content).toString('base64') }] as const,
  );
  writeFileSync(file, `${JSON.stringify({ root, options, files: Object.fromEntries(contents) }, undefined, 1)}\n`);
}

function isPlain(content: string | Uint8Array): content is string {
  return typeof content === 'string' && content.isWellFormed();
}
