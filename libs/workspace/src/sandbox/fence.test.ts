import { describe, expect, test } from 'vitest';
import { app, complaint, complaints, project } from '../../test/project.ts';
import { loadDefinitions } from '../load.ts';

describe('what differs from run to run or reaches outside', () => {
  test('uses', async () => {
    const uses: [expression: string, what: string][] = [
      ['Date.now()', 'Date (the clock)'],
      ['new Date(0)', 'Date (the clock)'],
      ['performance.now()', 'performance (the clock)'],
      ['Math.random()', 'Math.random (randomness)'],
      ['crypto.randomUUID()', 'crypto (randomness)'],
      ['process.env.HOME', 'process (the process and its environment variables)'],
      ['globalThis.process', 'process (the process and its environment variables)'],
      ['fetch("https://example.com")', 'fetch (the network)'],
      ['setTimeout(() => {}, 1)', 'setTimeout (a timer)'],
      ['"a".localeCompare("b")', 'localeCompare (the locale)'],
      ['(1).toLocaleString()', 'toLocaleString (the locale)'],
      ['new Intl.NumberFormat()', 'Intl (the locale and time zone)'],
      ['eval("1")', 'eval (code made at run time)'],
      ['(0, eval)("1")', 'eval (code made at run time)'],
      ['new Function("return process")()', 'Function (code made at run time)'],
      ['(() => 0).constructor("return process")()', 'Function (code made at run time)'],
      ['(async () => 0).constructor("return process")()', 'Function (code made at run time)'],
      ['new Uint8Array(1e9)', 'Uint8Array (raw memory)'],
      ['import.meta.dirname', 'import.meta.dirname (the file system)'],
      ['await import("node:" + "fs")', 'import of "node:fs"'],
    ];
    const said = await complaints(uses.map(([use]) => `const used = ${use};\nexport default defineApp({ used });`));
    const words = said.map((all) => all.map((text) => text.replace(/^2:\d+ FW1002 uses /, '')));
    expect(uses.map(([use], index) => [use, words[index]])).toEqual(uses.map(([use, what]) => [use, [what]]));
  });

  test('imports', async () => {
    const imports: [specifier: string, hint: string][] = [
      ['node:fs', 'definitions import only @fleetwright/model, #fleet and files below apps/'],
      ['fs', 'definitions import only @fleetwright/model, #fleet and files below apps/'],
      ['yaml', 'definitions import only @fleetwright/model, #fleet and files below apps/'],
      ['../../clusters/inventory.ts', 'nothing imports the inventory: use labels and facts instead of clusters'],
      ['../../secrets.ts', 'only files below apps/ can be imported here; what apps share can live in apps/'],
      ['../../clusters/fleet.ts', "import '#fleet' instead"],
    ];
    const files = imports.map(([specifier], index) => {
      return [
        `apps/a${index}/app.ts`,
        app(`import * as x from '${specifier}';\nexport default defineApp({ x });`),
      ] as const;
    });
    const { diagnostics } = await loadDefinitions(project(Object.fromEntries(files)));
    expect(diagnostics).toEqual(
      imports.map(([specifier, hint], index) => {
        const at = { file: `apps/a${index}/app.ts`, line: 2, column: 20 };
        return { code: 'FW1002', severity: 'error', message: `imports "${specifier}"`, hint, at };
      }),
    );
  });

  test('a use that the definition catches is an error all the same, and every use is told', async () => {
    const body = `let now = 1;\ntry { now = Date.now(); } catch {}\ntry { now = Math.random(); } catch {}\nexport default defineApp({ now });`;
    expect(await complaint(body)).toEqual([
      '3:7 FW1002 uses Date (the clock)',
      expect.stringMatching(/^4:\d+ FW1002 uses Math.random \(randomness\)$/),
    ]);
  });

  test('a stack has places of definitions only, whoever makes the error', async () => {
    const nowhere = "await import('./nowhere.ts').catch((error) => error)";
    const stacks: [expression: string, stack: string][] = [
      ["new Error('x')", 'Error: x\n    at definitions:apps/a0/app.ts:2:36'],
      [
        '(() => { try { return `${fact.domain}`; } catch (error) { return error; } })()',
        'FactUsedError: fact.domain was used as a value, but facts are known per cluster only\n' +
          '    at definitions:apps/a1/app.ts:2:66\n    at definitions:apps/a1/app.ts:2:112',
      ],
      [nowhere, 'Error: a definition cannot be loaded\n    at definitions:apps/a2/app.ts:2:36'],
      [
        `(${nowhere}, Error.captureStackTrace(globalThis), globalThis)`,
        'Error\n    at definitions:apps/a3/app.ts:2:97',
      ],
    ];
    const files = stacks.map(([made], index) => {
      return [`apps/a${index}/app.ts`, app(`export default defineApp({ stack: (${made}).stack });`)] as const;
    });
    const { apps, diagnostics } = await loadDefinitions(project(Object.fromEntries(files)));
    expect(diagnostics).toEqual([]);
    expect([...apps.values()].map(({ input }) => input)).toEqual(stacks.map(([, stack]) => ({ stack })));
  });

  test('what a stack says cannot be changed', async () => {
    const body = 'Error.prepareStackTrace = (_, frames) => frames[0].getFileName();\nexport default defineApp({});';
    expect(await complaint(body)).toEqual([expect.stringMatching(/^2:\d+ FW1001 throws TypeError: Cannot assign/)]);
  });

  test('a use in a file that is shared stands there and names the definition', async () => {
    const root = project({
      'apps/shared.ts': '\nexport const now = () => Date.now();\n',
      'apps/a/app.ts': app(`import { now } from '../shared.ts';\nexport default defineApp({ now: now() });`),
    });
    const { diagnostics } = await loadDefinitions(root);
    expect(diagnostics).toMatchObject([
      { message: 'uses Date (the clock), for apps/a/app.ts', at: { file: 'apps/shared.ts', line: 2 } },
    ]);
  });
});
