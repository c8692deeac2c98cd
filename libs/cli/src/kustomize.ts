import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';

/** The kustomize that Argo CD 3.5 and 3.6 run. */
export const kustomizeVersion = 'v5.8.1';

const programName = process.platform === 'win32' ? 'kustomize.exe' : 'kustomize';

/** The first kustomize in these folders; `undefined` when none has one. */
export function findKustomize(path: readonly string[]): string | undefined {
  return path.map((folder) => join(folder, programName)).find(isProgram);
}

/** Whether the system would run it: a file that this user may execute (on Windows its ending says so, and every file passes). */
function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
