import type { Checks, ProcessData } from './check.ts';
import { reservedNames } from './declared.ts';
import type { Path } from './origin.ts';
import { pathText } from './words.ts';

/** The name of a process's objects: `name`, or the app's for the process `web`, or `<app>-<process>`. */
export function objectName(app: string, process: string, name: string | undefined): string {
  return name ?? (process === 'web' ? app : `${app}-${process}`);
}

/**
 * The most characters that the objects of a process may have in their name: a Job's pods carry the CronJob's name and 11 more
 * characters in a label, a StatefulSet's the name and a hash of 10 with a hyphen.
 */
const longest: Record<ProcessData['type'], number> = { web: 63, worker: 63, job: 63, stateful: 52, cron: 52 };

/** Names that the processes of an app give to their objects: that they fit, and that no two are one. */
export function checkNames(checks: Checks, app: string, processes: ReadonlyMap<string, ProcessData>): void {
  const objects = new Map<string, string>();
  const services = new Map<string, string>();
  for (const [process, data] of processes) {
    const path: Path = ['processes', process];
    const name = objectName(app, process, data.name);
    const at = data.name === undefined ? path : [...path, 'name'];
    if (reservedNames.includes(name))
      checks.add(
        'FW1015',
        at,
        `no object may be named "${name}"`,
        'the name is used in every overlay; say another as `name`',
      );
    if (name.length > longest[data.type]) {
      const message = `the objects of process ${process} would be named "${name}", ${name.length} characters of at most ${longest[data.type]}`;
      checks.add('FW1015', at, message, `a ${data.type} may have ${longest[data.type]}; say a shorter one as \`name\``);
    }
    claim(checks, objects, { name, process, at, what: 'objects' });
    if (!servesUnderName(data)) continue;
    const own = 'service' in data ? data.service?.name : undefined;
    const said = own === undefined ? at : [...path, 'service', 'name'];
    claim(checks, services, { name: own ?? name, process, at: said, what: 'a Service' });
  }
}

interface Claim {
  readonly name: string;
  readonly process: string;
  readonly at: Path;
  readonly what: string;
}

function claim(checks: Checks, taken: Map<string, string>, { name, process, at, what }: Claim): void {
  const other = taken.get(name);
  if (other === undefined) taken.set(name, process);
  else {
    const message = `processes ${other} and ${process} both have ${what} named "${name}"`;
    checks.add('FW2013', at, message, 'say another `name` for one of them');
  }
}

function servesUnderName(process: ProcessData): boolean {
  return process.type === 'stateful' || (process.type === 'web' && Object.keys(process.ports ?? {}).length > 0);
}

/** Environment variables that are both configuration and secret. */
export function checkDisjoint(checks: Checks, config: object | undefined, secrets: object | undefined): void {
  for (const name of Object.keys(secrets ?? {})) {
    if (!Object.hasOwn(config ?? {}, name)) continue;
    const at = checks.later(['config', name], ['secrets', name]);
    checks.add(
      'FW1022',
      at,
      `${name} is both in ${pathText(['config'])} and in secrets`,
      'an environment variable has one source; take one of them away',
    );
  }
}
