import type { Container as ContainerSettings, HttpProbe, Probe as ProbeSettings } from '@fleetwright/model';
import { type Boxed, defaultPort, type Leaf } from '@fleetwright/model/engine';
import type { Container, EnvVar, Probe, SecurityContext } from '@fleetwright/schemas';
import { asText, type Draft, known, SlotText } from './draft.ts';
import { entries } from './processes.ts';
import { scratchVolume } from './volumes.ts';

/** A port of a container, found by its name. */
export interface NamedPort {
  readonly name: string;
  readonly port: Leaf<number>;
  readonly protocol: Leaf<'TCP' | 'UDP' | 'SCTP'> | 'TCP';
}

/** The ports of a container, by name in code-unit order. */
export function portsOf(container: Boxed<Pick<ContainerSettings, 'ports'>>): NamedPort[] {
  return entries(container.ports).map(([name, port]) => {
    if (!('port' in port)) return { name, port, protocol: 'TCP' };
    return { name, port: port.port, protocol: port.protocol ?? 'TCP' };
  });
}

/** What a container gets from the pod that it is in. */
export interface Surroundings {
  readonly name: string;
  readonly main: boolean;
  /** Sources of environment variables that all processes share. */
  readonly envFrom: Container['envFrom'];
  readonly lifecycle?: Draft<NonNullable<Container['lifecycle']>>;
  readonly restartPolicy?: string;
  readonly volumeMounts?: Draft<Container['volumeMounts']>;
}

/** A container that passes the restricted Pod Security Standard. */
export function containerDraft(settings: Boxed<ContainerSettings>, around: Surroundings): Draft<Container> {
  const ports = portsOf(settings);
  const scratch = entries(settings.scratch).map(([path]) => {
    return { name: scratchVolume(path, around.main ? undefined : around.name), mountPath: path };
  });
  const mounts = [...(around.volumeMounts ?? []), ...scratch];
  const env: Draft<EnvVar>[] = entries(settings.env).map(([name, value]) => ({ name, value: asText(value) }));
  return {
    name: around.name,
    image: new SlotText(known(settings.image) ?? '', 'image'),
    command: settings.command,
    args: settings.args,
    env: someOf(env),
    envFrom: around.envFrom,
    ports: someOf(ports.map(({ name, port, protocol }) => ({ name, containerPort: port, protocol }))),
    resources: settings.resources,
    readinessProbe: probeDraft(settings.readiness, settings),
    livenessProbe: probeDraft(settings.liveness, settings),
    startupProbe: probeDraft(settings.startup, settings),
    lifecycle: around.lifecycle,
    restartPolicy: around.restartPolicy,
    securityContext: securityDraft(settings.security),
    volumeMounts: someOf(mounts),
  };
}

/** The list, or nothing when it is empty. */
export function someOf<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function securityDraft(security: Boxed<ContainerSettings>['security']): Draft<SecurityContext> {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { add: security?.capabilities, drop: ['ALL'] },
    privileged: false,
    readOnlyRootFilesystem: security?.readOnlyRootFilesystem ?? true,
  };
}

function probeDraft(
  probe: Boxed<ProbeSettings> | undefined,
  container: Boxed<ContainerSettings>,
): Draft<Probe> | undefined {
  if (!probe) return undefined;
  const timing = {
    failureThreshold: probe.failureThreshold,
    initialDelaySeconds: probe.initialDelaySeconds,
    periodSeconds: probe.periodSeconds,
    successThreshold: probe.successThreshold,
    timeoutSeconds: probe.timeoutSeconds,
  };
  if (probe.type === 'exec') return { ...timing, exec: { command: probe.command } };
  const port = probePort(probe.port, container);
  if (probe.type === 'http') return { ...timing, httpGet: { path: probe.path, port, httpHeaders: headersOf(probe) } };
  if (probe.type === 'tcp') return { ...timing, tcpSocket: { port } };
  return { ...timing, grpc: { port, service: probe.service } };
}

function probePort(name: Leaf<string> | undefined, container: Boxed<ContainerSettings>): Leaf<number> | number {
  const ports = portsOf(container);
  const wanted = name ? known(name) : defaultPort(ports.map((one) => one.name));
  return ports.find((one) => one.name === wanted)?.port ?? 0;
}

function headersOf(probe: Boxed<HttpProbe>): { readonly name: string; readonly value: Leaf<string> }[] | undefined {
  const headers = entries(probe.headers).map(([name, value]) => ({ name, value }));
  return headers.length > 0 ? headers : undefined;
}
