import { expect, test } from 'vitest';
import { projectOf } from './projects.ts';

function project(file: string): ReturnType<typeof projectOf> {
  return projectOf(file, () => '@fleetwright/model');
}

test('an app renders itself, uncached, and depends on the fleet and on what renders', () => {
  const app = project('apps/web-app/app.ts');
  expect(app).toMatchObject({
    name: 'web-app',
    root: 'apps/web-app',
    projectType: 'library',
    tags: ['type:app'],
    implicitDependencies: ['clusters', '@fleetwright/cli'],
    targets: {
      render: { cache: false, options: { command: 'fleetwright render web-app' } },
      check: { cache: false, options: { command: 'fleetwright render web-app --check' } },
    },
  });
});

test('the vocabulary makes the project that apps depend on', () => {
  expect(project('clusters/fleet.ts')).toMatchObject({
    name: 'clusters',
    root: 'clusters',
    tags: ['type:fleet'],
    targets: { render: { options: { command: 'fleetwright render fleet' } } },
  });
});

test('a package is named as its package.json says, and its checks are cached', () => {
  const library = project('libs/model/package.json');
  expect(library).toMatchObject({ name: '@fleetwright/model', root: 'libs/model', tags: ['lib:model'] });
  expect(Object.keys(library.targets ?? {})).toEqual(['lint', 'typecheck', 'test']);
  for (const target of Object.values(library.targets ?? {})) {
    expect(target.cache).toBe(true);
    expect(target.inputs).toContain('^default');
  }
  expect(project('tools/nx-plugin/package.json').tags).toEqual(['type:tool']);
});
