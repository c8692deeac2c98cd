#!/usr/bin/env node
import * as module from 'node:module';

// Compiled code is kept between runs where Node can (22.1 and later): starting is most of what a small build takes.
module.enableCompileCache?.();

await import(new URL('../dist/command.js', import.meta.url).href);
