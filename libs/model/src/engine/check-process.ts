import { quantityValue } from '@fleetwright/schemas';
import type { Scalar } from '../define/late.ts';
import { isLate, type LateValue } from '../define/late-value.ts';
import type { Checks, ContainerData, ProcessData } from './check.ts';
import type { Path } from './origin.ts';
import { pathText } from './words.ts';

/** What no field by itself can tell of a valid process: names and numbers that must agree with each other. */
export function checkProcess(checks: Checks, name: string, process: ProcessData): void {
  const path: Path = ['processes', name];
  const containers = containersOf(process, path);
  for (const { path: at, container } of containers) {
    checkProbes(checks, at, container);
    checkResources(checks, at, container);
    checkReferences(checks, at, container);
  }
  checkContainerNames(checks, path, name, process);
  checkPorts(
    checks,
    name,
    containers.filter(({ path: at }) => at[2] !== 'init'),
  );
  checkMounts(checks, path, process);
  checkNetwork(checks, path, name, process);
  checkScale(checks, path, process);
  if ('service' in process) {
    for (const port of Object.keys(process.service?.ports ?? {})) {
      checks.port([...path, 'service', 'ports', port], port, Object.keys(process.ports ?? {}), `process ${name}`);
    }
  }
  if (process.type === 'web' && process.host !== undefined) checkHost(checks, path, name, process);
}

/**
 * The name of the port that is meant where none is named: the only one, or the one named `http`; `undefined` when neither
 * tells. The order in which a definition says them is no input.
 */
export function defaultPort(ports: readonly string[]): string | undefined {
  if (ports.length === 1) return ports[0];
  return ports.find((name) => name === 'http');
}

function checkHost(checks: Checks, path: Path, name: string, process: ProcessData & { readonly type: 'web' }): void {
  const ports = Object.keys(process.service?.ports ?? process.ports ?? {}).sort();
  if (defaultPort(ports) !== undefined) return;
  const at = [...path, 'host'];
  if (ports.length === 0) {
    checks.add('FW1017', at, `process ${name} has a host but no port`, 'say in ports what it listens on');
    return;
  }
  const message = `process ${name} has a host and ${ports.length} ports, none of them named "http"`;
  const hint = `name the one that answers its requests http, or say that one alone in service.ports; it has ${ports.join(', ')}`;
  checks.add('FW1017', at, message, hint);
}

interface Located {
  readonly path: Path;
  readonly container: ContainerData;
}

/** The main container, sidecars and init containers, each with the path that leads to it. */
export function containersOf(process: ProcessData, path: Path): Located[] {
  const below = (field: 'sidecars' | 'init'): Located[] =>
    Object.entries(process[field] ?? {}).map(([name, container]) => ({ path: [...path, field, name], container }));
  return [{ path, container: process }, ...below('sidecars'), ...below('init')];
}

function checkProbes(checks: Checks, path: Path, container: ContainerData): void {
  const ports = Object.keys(container.ports ?? {}).sort();
  const holder = pathText(path);
  for (const field of ['readiness', 'liveness', 'startup'] as const) {
    const probe = container[field];
    if (!probe) continue;
    const at = [...path, field];
    if (field !== 'readiness' && (probe.successThreshold ?? 1) !== 1) {
      checks.add(
        'FW1011',
        [...at, 'successThreshold'],
        `${pathText(at)}.successThreshold must be 1`,
        'only a readiness probe may ask for more',
      );
    }
    if (probe.type === 'exec') continue;
    if (probe.port !== undefined) checks.port([...at, 'port'], probe.port, ports, holder);
    else if (ports.length === 0) {
      checks.add(
        'FW1017',
        at,
        `${pathText(at)} has no port to ask`,
        `say in ${holder}.ports what it listens on, or use exec`,
      );
    } else if (defaultPort(ports) === undefined) {
      const message = `${pathText(at)} names no port, and ${holder} has ${ports.length}, none of them named "http"`;
      checks.add('FW1017', at, message, `say port: one of ${ports.join(', ')}`);
    }
  }
}

/** Kubernetes puts `$(NAME)` in where NAME comes before, and a container's variables are in the order of their names. */
function checkReferences(checks: Checks, path: Path, { env = {} }: ContainerData): void {
  for (const [name, value] of Object.entries(env)) {
    for (const other of referencesIn(value)) {
      if (other <= name || !Object.hasOwn(env, other)) continue;
      const at = [...path, 'env', name];
      const message = `${pathText(at)} refers to $(${other}), which comes after it: variables are in the order of their names`;
      const hint = 'put its value together in the definition, with text`…` where it holds facts; $$(…) is no reference';
      checks.add('FW1011', at, message, hint);
    }
  }
}

/** The names in `$(NAME)`; `$$` stands for a dollar sign. */
function referencesIn(value: Scalar | LateValue): ReadonlySet<string> {
  const text = isLate(value) ? ('$text' in value ? value.$text.literals.join('\0') : '') : String(value);
  return new Set([...text.matchAll(/\$\$|\$\(([^)]*)\)/g)].flatMap(([, name]) => name ?? []));
}

function checkResources(checks: Checks, path: Path, { resources }: ContainerData): void {
  for (const resource of ['cpu', 'memory', 'ephemeral-storage'] as const) {
    const request = resources?.requests?.[resource];
    const limit = resources?.limits?.[resource];
    if (request === undefined || limit === undefined) continue;
    if ((quantityValue(request) ?? 0) <= (quantityValue(limit) ?? 0)) continue;
    const at = checks.later([...path, 'resources', 'requests', resource], [...path, 'resources', 'limits', resource]);
    const message = `${pathText(path)} requests ${request} of ${resource}, more than its limit of ${limit}`;
    checks.add('FW1023', at, message, 'raise the limit or lower the request');
  }
}

function checkContainerNames(checks: Checks, path: Path, name: string, process: ProcessData): void {
  const taken = new Set([name]);
  for (const field of ['sidecars', 'init'] as const) {
    for (const container of Object.keys(process[field] ?? {})) {
      if (taken.has(container)) {
        checks.add(
          'FW1015',
          [...path, field, container],
          `process ${name} has two containers named "${container}"`,
          'rename one; the main container is named after the process',
        );
      }
      taken.add(container);
    }
  }
}

function checkPorts(checks: Checks, name: string, containers: readonly Located[]): void {
  const taken = new Map<string, string>();
  for (const { path, container } of containers) {
    for (const [port, said] of Object.entries(container.ports ?? {})) {
      const { port: number, protocol = 'TCP' } = typeof said === 'number' ? { port: said } : said;
      const at = [...path, 'ports', port];
      const other = taken.get(`${number}/${protocol}`);
      if (other !== undefined) {
        checks.add(
          'FW1018',
          at,
          `${pathText(at)} and ${other} are both ${number}/${protocol} in the pod of process ${name}`,
          'the containers of a pod share its ports; give each a number of its own',
        );
      } else taken.set(`${number}/${protocol}`, pathText(at));
    }
  }
}

function checkMounts(checks: Checks, path: Path, process: ProcessData): void {
  const storage = process.type === 'stateful' ? Object.keys(process.storage ?? {}) : [];
  for (const mount of storage.filter((place) => Object.hasOwn(process.scratch ?? {}, place))) {
    checks.add(
      'FW1011',
      [...path, 'scratch', mount],
      `${mount} is both storage and scratch of ${pathText(path)}`,
      'mount one of them elsewhere',
    );
  }
}

function checkNetwork(checks: Checks, path: Path, name: string, { network, ports, sidecars }: ProcessData): void {
  for (const side of ['from', 'to'] as const) {
    for (const [index, peer] of (network?.[side] ?? []).entries())
      checkPeer(checks, [...path, 'network', side, index], peer);
  }
  const containers = [ports, ...Object.values(sidecars ?? {}).map((sidecar) => sidecar.ports)];
  const declared = containers.flatMap((some) => Object.keys(some ?? {}));
  for (const [index, peer] of (network?.from ?? []).entries()) {
    for (const [place, port] of (peer.ports ?? []).entries()) {
      checks.port([...path, 'network', 'from', index, 'ports', place], port, declared, `process ${name}`);
    }
  }
}

type PeerData = Pick<
  NonNullable<NonNullable<ProcessData['network']>['to']>[number],
  'app' | 'process' | 'namespace' | 'cidr'
> & { readonly ports?: readonly unknown[] | undefined };

function checkPeer(checks: Checks, path: Path, { app, process, namespace, cidr, ports }: PeerData): void {
  const selects = app !== undefined || process !== undefined || namespace !== undefined;
  if (cidr !== undefined && selects) {
    checks.add(
      'FW1023',
      [...path, 'cidr'],
      `${pathText(path)} is both a range of addresses and pods`,
      'make it two peers',
    );
  }
  if (cidr === undefined && !selects && ports === undefined) {
    const hint =
      'say app, process, namespace or cidr (with ports alone it is the own namespace); all addresses are 0.0.0.0/0';
    checks.add('FW1012', path, `${pathText(path)} names nobody`, hint);
  }
}

function checkScale(checks: Checks, path: Path, process: ProcessData): void {
  if ('scale' in process && process.scale?.type === 'hpa') checkRange(checks, [...path, 'scale'], process.scale);
  if ('strategy' in process && process.strategy?.type === 'rolling') {
    checkRolling(checks, [...path, 'strategy'], process.strategy);
  }
  if (!('disruption' in process) || !process.disruption) return;
  const said = Object.keys(process.disruption).length;
  if (said === 1) return;
  const message = `${pathText(path)}.disruption says ${said === 0 ? 'neither minAvailable nor' : 'both minAvailable and'} maxUnavailable`;
  checks.add('FW1023', [...path, 'disruption'], message, 'say one of the two; null takes the other away');
}

function checkRange(checks: Checks, path: Path, { min, max }: { readonly min: number; readonly max: unknown }): void {
  if (typeof max !== 'number' || min <= max) return;
  const at = checks.later([...path, 'min'], [...path, 'max']);
  checks.add(
    'FW1023',
    at,
    `${pathText(path)} has the minimum ${min} above the maximum ${max}`,
    'raise max or lower min',
  );
}

type RollingData = { readonly surge?: number | string | undefined; readonly unavailable?: number | string | undefined };

function checkRolling(checks: Checks, path: Path, { surge, unavailable }: RollingData): void {
  if (!isZero(surge) || !isZero(unavailable)) return;
  const at = checks.later([...path, 'surge'], [...path, 'unavailable']);
  checks.add(
    'FW1023',
    at,
    `${pathText(path)} may neither add nor take away a pod`,
    'let surge or unavailable be above 0',
  );
}

function isZero(portion: number | string | undefined): boolean {
  return portion === 0 || portion === '0%';
}
