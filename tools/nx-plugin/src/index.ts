import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CreateNodes, createNodesFromFiles } from '@nx/devkit';
import { PROJECT_FILES, projectOf } from './projects.ts';

/** The name under which Nx reports what this plugin does. */
export const name = '@fleetwright/nx-plugin';

/** Nx's hook: every file that makes a project, and the project it makes. */
export const createNodes: CreateNodes = [
  PROJECT_FILES,
  (files, options, context) =>
    createNodesFromFiles(
      (file) => {
        const project = projectOf(file, (manifest) => readName(join(context.workspaceRoot, manifest)));
        return { projects: { [project.root]: project } };
      },
      files,
      options,
      context,
    ),
];

function readName(manifest: string): string {
  const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  if (typeof content === 'object' && content !== null && 'name' in content && typeof content.name === 'string') {
    return content.name;
  }
  throw new Error(`${manifest} has no name`);
}
