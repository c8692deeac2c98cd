import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// This file and the two that import it run on whatever Node is on the PATH, 18 and later: keep their syntax that old.

/** The oldest Node that runs our sources as they are. */
const OLDEST = { major: 24, minor: 11 };

/** Signals that end a command; the child gets them and decides what it still has to finish. */
const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Whether `version` (`24.21.0`) is new enough for our sources.
 * @param {string} version
 * @returns {boolean}
 */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
}

/**
 * The Node to run with: the current one when it is new enough, else the one that the npm package
 * `node-<platform>-<arch>` carries.
 * @param {string} [current] version of the current one
 * @returns {string | undefined} path of the executable; `undefined` when there is neither
 */
export function findNode(current = process.versions.node) {
  if (isNewEnough(current)) {
    return process.execPath;
  }
  const windows = process.platform === 'win32';
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    const file = join(dirname(manifest), 'bin', windows ? 'node.exe' : 'node');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs Node with `args` in place of this process: same standard streams, signals passed on, and this process ends with
 * the code of the child, or with 128 + the number of the signal that ended it. Ends with 1 where no Node is new enough.
 * @param {string[]} args options for Node, the script, and the script's arguments
 */
export function launch(args) {
  const node = findNode();
  if (node === undefined) {
    console.error(advice());
    process.exit(1);
  }
  const child = spawn(node, args, { stdio: 'inherit', env: environment(node) });
  for (const signal of FORWARDED) {
    process.on(signal, () => {
      // The terminal has sent its Ctrl-C to the whole process group: a second one would look like impatience.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) {
        child.kill(signal);
      }
    });
  }
  child.on('error', (error) => {
    console.error(`error: ${node} cannot be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
  });
}

/**
 * @param {string} node the executable that was chosen
 * @returns {NodeJS.ProcessEnv}
 */
function environment(node) {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
  return {
    ...process.env,
    // What the child starts by the name `node` is the same Node.
    PATH: [dirname(node), PATH].filter(Boolean).join(delimiter),
    ...(existsSync(modules) && { NODE_COMPILE_CACHE: NODE_COMPILE_CACHE ?? join(modules, '.cache', 'node') }),
  };
}

/** @returns {string} */
function advice() {
  return [
    `error: Fleetwright needs Node ${OLDEST.major}.${OLDEST.minor} or later; this is ${process.versions.node}.`,
    `hint: on Linux and on Windows (x64) \`npm ci\` brings one along as an optional dependency: run it without`,
    '      `--omit=optional`. Elsewhere install Node 24 from https://nodejs.org and run the command again.',
  ].join('\n');
}
