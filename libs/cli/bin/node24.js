#!/usr/bin/env node
import { launch } from './launch.js';

// `node libs/cli/bin/node24.js <script> …` runs a script on the pinned Node, for the npm scripts.
launch(process.argv.slice(2));
