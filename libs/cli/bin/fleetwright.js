#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from './launch.js';

// Inside the repository the sources run as they are; a published package has the compiled ones only.
const source = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const compiled = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const command = existsSync(source) ? ['--conditions=development', source] : [compiled];

launch([...command, ...process.argv.slice(2)]);
