import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds a lock: enough to tell, on the same machine, whether that process still runs. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, in a form of the machine; a random text where that cannot be known. */
  readonly start: string;
  /** Since when the machine runs, in a form of its own, and whose process numbers these are (containers have their own). */
  readonly boot?: string;
  readonly namespace?: string;
  /** Name of the command. */
  readonly command: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** For systems that do not tell when a process started. */
const thisProcess = randomUUID();

/** This process, as it is known from now on. */
export function thisRun(command: string): Holder {
  const [boot, namespace] = [bootId(), pidNamespace()];
  return {
    pid: process.pid,
    host: hostname(),
    start: startOf(process.pid) ?? thisProcess,
    ...(boot !== undefined && { boot }),
    ...(namespace !== undefined && { namespace }),
    command,
    since: new Date().toISOString(),
  };
}

/** Whether a run can be told to have ended. Never of another machine, nor of a container with process numbers of its own. */
export function isGone(holder: Holder): boolean {
  if (isElsewhere(holder)) return false;
  if (holder.boot !== undefined && holder.boot !== (bootId() ?? holder.boot)) return true;
  if (!exists(holder.pid)) return true;
  const start = startOf(holder.pid) ?? (holder.pid === process.pid ? thisProcess : holder.start);
  return start !== holder.start;
}

/** Whether a run belongs to another machine or container, so that nothing here can tell whether it still runs. */
export function isElsewhere({ host, namespace, boot }: Holder): boolean {
  if (host !== hostname()) return true;
  const sameBoot = boot === undefined || boot === bootId();
  return sameBoot && namespace !== undefined && namespace !== (pidNamespace() ?? namespace);
}

/** Reads what `JSON.stringify` made of a holder; `undefined` for anything else. */
export function parseHolder(text: string): Holder | undefined {
  const read = parseJson(text);
  if (typeof read !== 'object' || read === null) return undefined;
  const field = (name: string): string | undefined => {
    const value: unknown = Object.getOwnPropertyDescriptor(read, name)?.value;
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
  };
  const [pid, host, start] = [Number(field('pid')), field('host'), field('start')];
  if (!Number.isSafeInteger(pid) || pid <= 0 || host === undefined || start === undefined) return undefined;
  const [boot, namespace] = [field('boot'), field('namespace')];
  const [command = 'unknown', since = 'unknown'] = [field('command'), field('since')];
  const known = { pid, host, start, command, since };
  return { ...known, ...(boot !== undefined && { boot }), ...(namespace !== undefined && { namespace }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // EPERM: there is one, of somebody else.
    return !(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH');
  }
}

/** Ticks from boot to the start of a process: field 22 of /proc/<pid>/stat, the 20th after the name in parentheses. */
function startOf(pid: number): string | undefined {
  const text = quietly(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}

function bootId(): string | undefined {
  return quietly(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
}

function pidNamespace(): string | undefined {
  return quietly(() => readlinkSync('/proc/self/ns/pid'));
}

function quietly(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
