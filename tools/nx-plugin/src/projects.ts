import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';

/** The files that make a folder a project of ours: an app, the vocabulary of the fleet, a package. */
export const PROJECT_FILES = '{apps/*/app.ts,clusters/fleet.ts,libs/*/package.json,tools/*/package.json}';

/** The package whose closure renders: a change anywhere in it can change what any app renders to. */
const RENDERER = '@fleetwright/cli';

/** The project that holds the vocabulary, which every app imports as `#fleet`. */
const FLEET = 'clusters';

/** What Nx is told about one folder. */
export type Project = ProjectConfiguration & { readonly name: string };

/**
 * The project that a file of `PROJECT_FILES` makes.
 *
 * @param file its path from the root, with `/`
 * @param readName gives the `name` of a package.json, by its path
 */
export function projectOf(file: string, readName: (file: string) => string): Project {
  const root = file.slice(0, file.lastIndexOf('/'));
  if (file.startsWith('apps/')) {
    return appProject(root);
  }
  return file === 'clusters/fleet.ts' ? fleetProject() : packageProject(root, readName(file));
}

function appProject(root: string): Project {
  const name = root.slice('apps/'.length);
  return {
    name,
    root,
    sourceRoot: root,
    projectType: 'library',
    tags: ['type:app'],
    implicitDependencies: [FLEET, RENDERER],
    targets: renderTargets(name),
  };
}

/** `fleet` is the app name under which the inventory is rendered and promoted. */
function fleetProject(): Project {
  return {
    name: FLEET,
    root: FLEET,
    sourceRoot: FLEET,
    projectType: 'library',
    tags: ['type:fleet'],
    implicitDependencies: [RENDERER],
    targets: renderTargets('fleet'),
  };
}

/** Not cached: whether generated files are true is a byte compare, which is quicker than restoring them. */
function renderTargets(app: string): Record<string, TargetConfiguration> {
  return {
    // One at a time: nothing keeps two commands apart that write to the same work tree.
    render: { ...command(`fleetwright render ${app}`), cache: false, parallelism: false },
    check: { ...command(`fleetwright render ${app} --check`), cache: false },
  };
}

function packageProject(root: string, name: string): Project {
  const folder = root.slice(root.indexOf('/') + 1);
  return {
    name,
    root,
    sourceRoot: `${root}/src`,
    projectType: 'library',
    tags: [root.startsWith('libs/') ? `lib:${folder}` : 'type:tool'],
    targets: {
      lint: {
        ...command(`biome check ${root} && oxlint --deny-warnings ${root}`),
        cache: true,
        inputs: ['default', '^default', external('@biomejs/biome', 'oxlint', 'oxlint-tsgolint', '@nx/eslint-plugin')],
      },
      typecheck: {
        ...command(`node node_modules/typescript-native/bin/tsc -b ${root}`),
        cache: true,
        // A build of a project builds what it refers to: two at once would write the same files.
        dependsOn: ['^typecheck'],
        inputs: ['default', '^default', external('typescript-native')],
        outputs: ['{projectRoot}/dist', '{projectRoot}/.cache/tests'],
      },
      test: {
        ...command(`vitest run ${root}/`),
        cache: true,
        inputs: ['default', '^default', external('vitest'), { env: 'FLEETWRIGHT_SHARED' }],
      },
    },
  };
}

function command(line: string): TargetConfiguration {
  return { executor: 'nx:run-commands', options: { command: line } };
}

function external(...names: string[]): { externalDependencies: string[] } {
  return { externalDependencies: names };
}
