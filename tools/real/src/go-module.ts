import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from './programs.ts';

/** The modules of `programs/` have all that is needed in them: nobody's own flags and work spaces. */
export const goEnvironment = { GOFLAGS: '', GOWORK: 'off' };

const folders = new Map<string, Promise<string>>();

/**
 * The folder where Go keeps the sources of a module that one of `programs/` builds from: CRDs and default settings are in it, of the very version that runs.
 * Go is asked once for each.
 * @param program folder below `programs/`
 * @param path Go's name of the module
 */
export async function goModule(program: string, path: string): Promise<string> {
  const key = `${program} ${path}`;
  const folder = folders.get(key) ?? findModule(program, path);
  folders.set(key, folder);
  return folder;
}

async function findModule(program: string, path: string): Promise<string> {
  const options = {
    cwd: join(repositoryRoot, 'tools/real/programs', program),
    env: { ...process.env, ...goEnvironment },
  };
  // Asking for it downloads it where a cached binary was all that there was.
  await promisify(execFile)('go', ['mod', 'download', path], options);
  const { stdout } = await promisify(execFile)('go', ['list', '-m', '-f', '{{.Dir}}', path], options);
  return stdout.trim();
}
