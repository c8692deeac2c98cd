import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { FileTree } from 'kustomize-ts';
import { z } from 'zod';

const answersOf = z.array(
  z.object({ millis: z.number(), failed: z.boolean().optional(), error: z.string().optional() }),
);

/** Milliseconds that a program takes from its start to its end. Throws when it fails. */
export function timeProcess(program: string, args: readonly string[], cwd: string): number {
  const before = performance.now();
  const { status, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 30 });
  const took = performance.now() - before;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return took;
}

/** One process of Go with the code of kustomize 5.8.1 in it (tools/kustomize): builds from memory, and says what each build took. */
export interface GoProcess {
  /** Milliseconds of each of so many builds of a folder. */
  build(tree: FileTree, folder: string, times?: number): Promise<readonly number[]>;
  close(): void;
}

/** Starts one; the first build that needs schemas reads them, as in a process of its own. */
export function startGo(program: string): GoProcess {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'], env: { PATH: '' } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async build(tree, folder, times = 1) {
      const files = [...tree].map(([path, content]) => [`/${path}`, Buffer.from(content).toString('base64')] as const);
      child.stdin.write(`${JSON.stringify({ files: Object.fromEntries(files), args: [`/${folder}`], times })}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error('kustomize-oracle ended');
      const answers = answersOf.parse(JSON.parse(line.value));
      const failed = answers.find((answer) => answer.failed === true);
      if (failed) throw new Error(`kustomize could not build ${folder}: ${failed.error}`);
      return answers.map(({ millis }) => millis);
    },
    close: () => {
      child.stdin.end();
    },
  };
}
