// Preloaded into the command by worlds.slow.test.ts: a clock one year on, and folders that list their entries backwards.
// The processes that evaluate definitions take no preload; for a definition, asking for the time is an error anyway.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const year = 365 * 24 * 3600 * 1000;
const { now } = Date;
Date.now = () => now() + year;

const { readdirSync } = fs;
Object.assign(fs, {
  readdirSync: (...args: Parameters<typeof readdirSync>): unknown[] => readdirSync(...args).toReversed(),
});
syncBuiltinESMExports();
