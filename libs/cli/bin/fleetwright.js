#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from './launch.js';

// Inside the repository the libraries run from their sources, too.
const source = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const start = fileURLToPath(new URL('start.js', import.meta.url));

launch([...(existsSync(source) ? ['--conditions=development'] : []), start, ...process.argv.slice(2)]);
