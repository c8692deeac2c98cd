#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// `npx kustomize-ts` inside the repository: the sources, on the pinned Node. The published package has kustomize-ts.js in the place of this file.
const [node24, cli] = ['../../cli/bin/node24.js', '../src/node/cli.ts'].map((file) =>
  fileURLToPath(new URL(file, import.meta.url)),
);
const words = [node24 ?? '', '--conditions=development', cli ?? '', ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, words, { stdio: 'inherit' }).status ?? 1;
