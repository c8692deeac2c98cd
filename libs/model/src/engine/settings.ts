import type { Diagnostic } from '@fleetwright/diagnostics';
import type { z } from 'zod';
import type { Encoded } from '../define/encode.ts';
import { Checks, type ProcessData } from './check.ts';
import { checkDisjoint, checkNames } from './check-app.ts';
import { checkProcess } from './check-process.ts';
import { diagnose } from './issues.ts';
import { placeIn } from './layers.ts';
import type { Path } from './origin.ts';
import { isObject, type Node, plain } from './override.ts';
import { platformSettings, settingsSchemas } from './schema.ts';
import type { FleetModel } from './types.ts';
import { valueAt } from './words.ts';

/** Merged settings, looked at. */
export interface Checked {
  readonly settings: Node;
  readonly problems: readonly Diagnostic[];
  /** The processes that are valid by themselves. */
  readonly processes: ReadonlyMap<string, ProcessData>;
  /** With defaults filled in; `undefined` when there are problems. */
  readonly data: { readonly [key: string]: Encoded } | undefined;
}

/** What an environment is under the rules that can match there. */
export interface Reached extends Checked {
  readonly environment: string;
}

/** A function that validates merged settings of the definition `app`; the schemas are made once. */
export function settingsChecker(
  define: 'app' | 'platform',
  app: string,
  fleet: FleetModel,
): (settings: Node) => Checked {
  if (define === 'platform') return checkPlatform;
  const schemas = settingsSchemas(fleet.facts);
  // Most processes are the same in most environments.
  const valid = new Map<string, ProcessData>();
  return (settings) => {
    const value = plain(settings);
    const checks = new Checks(settings);
    const rest = parse(checks, schemas.rest, value, []);
    const processes = new Map<string, ProcessData>();
    const said = valueAt(value, ['processes']);
    for (const [name, process] of isObject(said) ? Object.entries(said) : []) {
      const text = JSON.stringify(process);
      const data = valid.get(text) ?? parse(checks, schemas.process, process, ['processes', name]);
      if (!data) continue;
      valid.set(text, data);
      processes.set(name, data);
      checkProcess(checks, name, data);
    }
    checkNames(checks, app, processes);
    if (rest) checkDisjoint(checks, rest.config, rest.secrets);
    const { problems } = checks;
    return {
      settings,
      problems,
      processes,
      data: problems.length > 0 ? undefined : asData({ ...rest, processes: Object.fromEntries(processes) }),
    };
  };
}

function checkPlatform(settings: Node): Checked {
  const checks = new Checks(settings);
  const data = parse(checks, platformSettings, plain(settings), []);
  return { settings, problems: checks.problems, processes: new Map(), data: data && asData(data) };
}

function parse<T extends z.ZodType>(checks: Checks, schema: T, value: Encoded, path: Path): z.output<T> | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const locate = (at: Path) => placeIn(checks.settings, at);
  checks.problems.push(...diagnose(parsed.error, { schema, value, path, locate }));
  return undefined;
}

/** What a schema gave for encoded data is encoded data. */
function asData(parsed: object): { readonly [key: string]: Encoded };
function asData(parsed: unknown): unknown {
  return parsed;
}
