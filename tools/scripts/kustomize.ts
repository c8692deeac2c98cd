import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { $, path } from 'zx';

// Builds the kustomize that tools/kustomize pins, and the oracle that builds many times in one process, into .cache/bin, where the checks
// find them on their PATH. Needs Go. Does nothing where the stamp beside the binaries says that they come from the same pins and sources.

const root = path.resolve(import.meta.dirname, '../..');
const source = path.join(root, 'tools/kustomize');
const oracle = path.join(source, 'kustomize-oracle');
const folder = path.join(root, '.cache/bin');
const [binary = '', ...others] = ['kustomize', 'kustomize-oracle'].map((name) =>
  path.join(folder, process.platform === 'win32' ? `${name}.exe` : name),
);
const stamp = path.join(folder, 'kustomize.stamp');

const hash = createHash('sha256');
for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(path.join(source, file)));
for (const file of readdirSync(oracle).sort()) hash.update(readFileSync(path.join(oracle, file)));
const wanted = hash.digest('hex');

if (!isBuilt()) {
  const go = await $({ nothrow: true, quiet: true })`go version`;
  if (go.exitCode !== 0) {
    console.error(
      'error: kustomize is built with Go, and there is no go on the PATH\n  hint: install Go 1.26 (https://go.dev/doc/install) and run this again',
    );
    process.exit(1);
  }
  mkdirSync(folder, { recursive: true });
  const packages = ['sigs.k8s.io/kustomize/kustomize/v5', './kustomize-oracle'];
  await $({ cwd: source, stdio: 'inherit' })`go build -trimpath -o ${folder}${path.sep} ${packages}`;
  writeFileSync(stamp, wanted);
}
const version = await $`${binary} version`;
console.log(`kustomize ${version.stdout.trim()} in ${path.relative(root, folder)}`);

function isBuilt(): boolean {
  return [binary, ...others, stamp].every((file) => existsSync(file)) && readFileSync(stamp, 'utf8') === wanted;
}
