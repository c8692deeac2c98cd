import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Took } from './command.ts';

/** What it takes to write these files below a folder that is not there, one by one and nothing else. */
export function writeRaw(folder: string, files: ReadonlyMap<string, Buffer>): Took {
  const took = stopwatch();
  const made = new Set<string>();
  for (const [path, content] of files) {
    const file = join(folder, path);
    const parent = dirname(file);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(file, content);
  }
  return took();
}

/** What it takes to read these files below a folder, and to see that they are what they should be. */
export function compareRaw(folder: string, files: ReadonlyMap<string, Buffer>): Took {
  const took = stopwatch();
  for (const [path, content] of files)
    if (!readFileSync(join(folder, path)).equals(content)) throw new Error(`${path} differs`);
  return took();
}

function stopwatch(): () => Took {
  const began = performance.now();
  const usage = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(usage);
    return { wall: performance.now() - began, cpu: (user + system) / 1000 };
  };
}
