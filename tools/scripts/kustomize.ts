import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { $, path } from 'zx';

// Builds the kustomize that tools/kustomize pins into .cache/bin, where the checks find it on their PATH.
// Needs Go. Does nothing where the stamp beside the binary says that it comes from the same pins.

const root = path.resolve(import.meta.dirname, '../..');
const source = path.join(root, 'tools/kustomize');
const binary = path.join(root, '.cache/bin', process.platform === 'win32' ? 'kustomize.exe' : 'kustomize');
const stamp = `${binary}.stamp`;

const wanted = createHash('sha256')
  .update(readFileSync(path.join(source, 'go.mod')))
  .update(readFileSync(path.join(source, 'go.sum')))
  .digest('hex');

if (!isBuilt()) {
  const go = await $({ nothrow: true, quiet: true })`go version`;
  if (go.exitCode !== 0) {
    console.error(
      'error: kustomize is built with Go, and there is no go on the PATH\n  hint: install Go 1.26 (https://go.dev/doc/install) and run this again',
    );
    process.exit(1);
  }
  mkdirSync(path.dirname(binary), { recursive: true });
  await $({ cwd: source, stdio: 'inherit' })`go build -trimpath -o ${binary} sigs.k8s.io/kustomize/kustomize/v5`;
  writeFileSync(stamp, wanted);
}
const version = await $`${binary} version`;
console.log(`kustomize ${version.stdout.trim()} in ${path.relative(root, path.dirname(binary))}`);

function isBuilt(): boolean {
  return existsSync(binary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}
