#!/usr/bin/env node

// Without `import`, and the bundle a script of its own: an import of node:fs loads some sixty modules of Node that nobody here needs, and
// Node's own compile cache keeps only what is compiled before anything runs. What V8 compiled is kept after the first build instead, when it is
// known what a build needs, so that later ones begin with all of it. Nothing depends on it: whatever goes wrong with it is left.
const fs = process.getBuiltinModule('node:fs');
const path = process.getBuiltinModule('node:path');
const vm = process.getBuiltinModule('node:vm');

const filename = path.join(import.meta.dirname, '../dist/command.script');
const source = fs.readFileSync(filename, 'latin1');
const kept = keptFile();
const cachedData = kept === undefined ? undefined : readKept(kept);
const script = new vm.Script(source, { filename, cachedData });
/** @type {unknown} */
const run = script.runInThisContext();
/** @param {string} name */
const load = (name) => process.getBuiltinModule(name);
if (typeof run === 'function') Reflect.apply(run, undefined, [load, filename]);
const isKept = cachedData !== undefined && script.cachedDataRejected !== true;
if (!isKept && kept !== undefined && process.argv[2] === 'build' && process.exitCode === 0) keep(kept);
// All is written by now; the rest of Node need not be taken down.
process.exit();

/** Where compiled code is kept: below the user's own folder, for this bundle (its first line says which one it is) and this Node. */
function keptFile() {
  const { HOME, LOCALAPPDATA, NODE_DISABLE_COMPILE_CACHE, XDG_CACHE_HOME } = process.env;
  const caches = [XDG_CACHE_HOME, LOCALAPPDATA, HOME && path.join(HOME, '.cache')].find(Boolean);
  const bundle = /^\/\/ ([0-9a-f]+)\n/.exec(source)?.[1];
  if (caches === undefined || bundle === undefined || NODE_DISABLE_COMPILE_CACHE !== undefined) return undefined;
  return path.join(caches, 'kustomize-ts', `${bundle}-${process.version}-${process.arch}`);
}

/**
 * What is kept, if it is this user's: it is run as it is.
 * @param {string} file
 */
function readKept(file) {
  let opened;
  try {
    opened = fs.openSync(file, 'r');
    const { uid } = fs.fstatSync(opened);
    return process.getuid === undefined || process.getuid() === uid ? fs.readFileSync(opened) : undefined;
  } catch {
    return undefined;
  } finally {
    if (opened !== undefined) fs.closeSync(opened);
  }
}

/** @param {string} file */
function keep(file) {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const own = `${file}.${process.pid}`;
    fs.writeFileSync(own, script.createCachedData(), { mode: 0o600, flag: 'wx' });
    fs.renameSync(own, file);
  } catch {
    // A disk that cannot be written, say.
  }
}
