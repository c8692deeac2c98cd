import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from './programs.ts';

/**
 * The folder where Go keeps the sources of a module that one of `programs/` builds from: CRDs and default settings are in it, of the very version that runs.
 * @param program folder below `programs/`
 * @param path Go's name of the module
 */
export async function goModule(program: string, path: string): Promise<string> {
  const cwd = join(repositoryRoot, 'tools/real/programs', program);
  // Asking for it downloads it where a cached binary was all that there was.
  await promisify(execFile)('go', ['mod', 'download', path], { cwd });
  const { stdout } = await promisify(execFile)('go', ['list', '-m', '-f', '{{.Dir}}', path], { cwd });
  return stdout.trim();
}
