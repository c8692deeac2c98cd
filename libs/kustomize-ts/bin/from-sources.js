#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { launch } from '../../cli/bin/launch.js';

// `npx kustomize-ts` inside the repository: the sources, on the pinned Node. The published package has kustomize-ts.js beside this file instead.
launch(['--conditions=development', fileURLToPath(new URL('start.js', import.meta.url)), ...process.argv.slice(2)]);
