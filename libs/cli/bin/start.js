import { existsSync } from 'node:fs';

// Inside the repository the sources run as they are; a published package has the compiled ones only.
const source = new URL('../src/main.ts', import.meta.url);
const compiled = new URL('../dist/main.js', import.meta.url);

try {
  await import((existsSync(source) ? source : compiled).href);
} catch (thrown) {
  if (!isOfInstallation(thrown)) throw thrown;
  console.error(`error: Fleetwright cannot start: ${thrown.message.split('\n')[0]}`);
  console.error('hint: node_modules is not what package-lock.json says; `npm ci` mends it');
  process.exitCode = 1;
}

/**
 * Whether a package, or an export of one, is not there: of what npm installed, something is missing or of another version. A
 * file of ours that does not fit another is our mistake.
 * @param {unknown} thrown
 * @returns {thrown is Error}
 */
function isOfInstallation(thrown) {
  if (!(thrown instanceof Error)) return false;
  const { message } = thrown;
  const code = 'code' in thrown ? thrown.code : undefined;
  if (code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return true;
  if (code === 'ERR_MODULE_NOT_FOUND') return /^Cannot find package |node_modules/.test(message);
  return thrown instanceof SyntaxError && /requested module '[^./]/.test(message);
}
