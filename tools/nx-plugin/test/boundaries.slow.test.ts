import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Copy, copyWorkTree } from './copy.ts';

// Every rule on who may import what is shown to work by a violation that lint must find: a rule that checks nothing
// looks like one that finds nothing.

const MODULES = '@nx(enforce-module-boundaries)';
const IMPORTS = 'eslint(no-restricted-imports)';

interface Violation {
  readonly plant: string;
  readonly rule: string;
  /** Words of the message or of its help. */
  readonly says: string;
}

/** What closes a circle of libraries, which is reported in place of the direction: planted on its own. */
const circular: Record<string, Violation> = {
  'libs/diagnostics/src/planted.ts': { plant: "export * from '@fleetwright/model';", rule: MODULES, says: 'Circular' },
  'libs/schemas/src/planted.ts': { plant: "export * from '@fleetwright/model';", rule: MODULES, says: 'Circular' },
};

/** Planted file → what lint must say. */
const violations: Record<string, Violation> = {
  'libs/kustomize-ts/src/planted.ts': {
    plant: "export * from '@fleetwright/schemas';",
    rule: MODULES,
    says: 'lib:kustomize-ts',
  },
  'libs/model/src/planted.ts': { plant: "export * from 'kustomize-ts';", rule: MODULES, says: 'lib:model' },
  'libs/render/src/planted.ts': { plant: "export * from '@fleetwright/promotion';", rule: MODULES, says: 'lib:render' },
  'libs/promotion/src/planted.ts': { plant: "export * from 'kustomize-ts';", rule: MODULES, says: 'lib:promotion' },
  'libs/workspace/src/planted.ts': {
    plant: "export * from '@fleetwright/schemas';",
    rule: MODULES,
    says: 'lib:workspace',
  },
  'libs/cli/src/planted.ts': {
    plant: "export * from '../../model/src/index.ts';",
    rule: MODULES,
    says: 'relative or absolute path',
  },
  'libs/model/src/planted-node.ts': {
    plant: "export { readFileSync } from 'node:fs';",
    rule: IMPORTS,
    says: 'This library is pure',
  },
  'libs/render/src/planted-clock.ts': {
    plant: 'export const now = Date.now();',
    rule: 'eslint(no-restricted-globals)',
    says: 'This library is pure',
  },
  'apps/planted-library/app.ts': {
    plant: "export * from '@fleetwright/render';",
    rule: MODULES,
    says: 'type:app',
  },
  'apps/planted-package/app.ts': {
    plant: "export * from 'yaml';",
    rule: IMPORTS,
    says: 'An app imports #fleet',
  },
  'apps/planted-node/app.ts': {
    plant: "export { readFileSync } from 'node:fs';",
    rule: IMPORTS,
    says: 'An app imports #fleet',
  },
  'apps/planted-inventory/app.ts': {
    plant: "export * from '../../clusters/inventory.ts';",
    rule: IMPORTS,
    says: 'An app never knows the inventory',
  },
  'apps/planted-relative/app.ts': {
    plant: "export * from '../../libs/model/src/index.ts';",
    rule: MODULES,
    says: 'relative or absolute path',
  },
  'clusters/planted-library.ts': { plant: "export * from '@fleetwright/render';", rule: MODULES, says: 'type:fleet' },
  'clusters/planted.ts': { plant: "export * from 'yaml';", rule: IMPORTS, says: 'The fleet imports' },
  'clusters/fleet.ts': {
    plant: "export * from './inventory.ts';",
    rule: IMPORTS,
    says: 'The vocabulary never knows',
  },
};

const report = z.object({
  diagnostics: z.array(
    z.object({ message: z.string(), help: z.string().optional(), code: z.string(), filename: z.string() }),
  ),
});

let copy: Copy;

beforeAll(() => {
  copy = copyWorkTree();
});
afterEach(() => copy.reset());
afterAll(() => copy.remove());

test('every planted violation is found, and what an app may import is left alone', () => {
  const sound = "export { default } from '../planted-package/app.ts';\nexport * from '#fleet';\n";
  copy.write('apps/planted-sound/app.ts', sound);
  const found = lint(violations);
  expect(found).toEqual(expectation(violations));
  expect(found).not.toHaveProperty(['apps/planted-sound/app.ts']);
});

test('libraries in a circle are found', () => {
  expect(lint(circular)).toEqual(expectation(circular));
});

/** Plants the violations; gives for each planted file the words that were looked for, or all that was said instead. */
function lint(planted: Record<string, Violation>): Record<string, string> {
  for (const [file, { plant }] of Object.entries(planted)) {
    copy.append(file, `${plant}\n`);
  }
  // The rule on module boundaries reads the graph that Nx made last.
  copy.run('nx', 'show', 'projects');
  const { diagnostics } = report.parse(JSON.parse(copy.run('oxlint', '--format=json').stdout));
  const found: Record<string, string> = {};
  for (const { filename, code, message, help } of diagnostics) {
    const wanted = planted[filename];
    if (wanted?.rule === code) {
      const said = `${message} ${help ?? ''}`;
      found[filename] = said.includes(wanted.says) ? wanted.says : said;
    } else if (filename.startsWith('apps/planted-sound')) {
      found[filename] = message;
    }
  }
  return found;
}

function expectation(planted: Record<string, Violation>): Record<string, string> {
  return Object.fromEntries(Object.entries(planted).map(([file, { says }]) => [file, says]));
}
