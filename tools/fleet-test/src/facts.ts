import type { Container, Probe, Service, ShopObject, Workload } from './objects.ts';

/** Facts of a set of objects by path, such as `frontend/container/env/PORT` → `8080`. */
export type Facts = ReadonlyMap<string, string>;

/**
 * What the comparison is about: of every Deployment and StatefulSet the containers, of every Service the ports. Two
 * ways to say one thing give one fact: environment from a ConfigMap or in place, ports by name or by number, defaults
 * of Kubernetes written out or not. A workload's only container is called `container`, whatever its name.
 */
export function factsOf(objects: readonly ShopObject[]): Facts {
  const facts = new Map<string, string>();
  for (const object of objects) {
    const entries = object.kind === 'ConfigMap' ? [] : factsOfObject(object, objects);
    for (const [path, value] of entries) {
      if (facts.has(path)) throw new Error(`${path} is there twice`);
      facts.set(path, value);
    }
  }
  return facts;
}

type Entries = [path: string, value: string][];

function factsOfObject(object: Workload | Service, objects: readonly ShopObject[]): Entries {
  const { name } = object.metadata;
  if (object.kind === 'Service') return servicePorts(object, objects);
  const { containers, initContainers } = object.spec.template.spec;
  const [only, ...others] = containers;
  if (only === undefined || others.length > 0) throw new Error(`${name}: expected one container`);
  return [
    ...containerFacts(`${name}/container`, only, objects),
    ...initContainers.flatMap((init) => containerFacts(`${name}/init ${init.name}`, init, objects)),
  ];
}

function containerFacts(at: string, container: Container, objects: readonly ShopObject[]): Entries {
  const { image, command, args, ports, resources } = container;
  const facts: Entries = [[`${at}/image`, image]];
  if (command) facts.push([`${at}/command`, JSON.stringify(command)]);
  if (args) facts.push([`${at}/args`, JSON.stringify(args)]);
  for (const { containerPort, protocol } of ports) facts.push([`${at}/port ${containerPort}`, protocol]);
  for (const [name, value] of environment(container, objects)) facts.push([`${at}/env/${name}`, value]);
  for (const kind of ['readinessProbe', 'livenessProbe', 'startupProbe'] as const) {
    const probe = container[kind];
    if (probe) facts.push([`${at}/${kind}`, probeFact(probe, container)]);
  }
  for (const kind of ['requests', 'limits'] as const) {
    for (const [name, quantity] of Object.entries(resources[kind])) facts.push([`${at}/${kind}/${name}`, quantity]);
  }
  return facts;
}

/** Environment as the container sees it: `env` wins over `envFrom`, later sources over earlier ones. */
function environment(container: Container, objects: readonly ShopObject[]): Map<string, string> {
  const variables = new Map<string, string>();
  for (const { prefix, configMapRef, secretRef } of container.envFrom) {
    if (secretRef) variables.set(`${prefix}*`, `all of Secret ${secretRef.name}`);
    if (!configMapRef) continue;
    const source = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMapRef.name);
    if (source?.kind !== 'ConfigMap') throw new Error(`${container.name}: there is no ConfigMap ${configMapRef.name}`);
    for (const [name, value] of Object.entries(source.data)) variables.set(prefix + name, value);
  }
  for (const { name, value, valueFrom } of container.env) {
    variables.set(name, valueFrom === undefined ? value : `from ${JSON.stringify(valueFrom)}`);
  }
  return variables;
}

function probeFact({ httpGet, grpc, tcpSocket, exec, ...timing }: Probe, container: Container): string {
  const http = httpGet && {
    path: httpGet.path,
    port: portNumber(httpGet.port, container),
    scheme: httpGet.scheme,
    headers: httpGet.httpHeaders.map(({ name, value }) => `${name}: ${value}`).toSorted(),
  };
  const tcp = tcpSocket && { port: portNumber(tcpSocket.port, container) };
  return JSON.stringify({ http, grpc, tcp, exec, ...timing });
}

/** Such as `80 → 8080/TCP`; the target's name is looked up in the workload that has the Service's name. */
function servicePorts({ metadata, spec }: Service, objects: readonly ShopObject[]): Entries {
  const workload = objects.find(
    (object): object is Workload =>
      'spec' in object && 'template' in object.spec && object.metadata.name === metadata.name,
  );
  const container = workload?.spec.template.spec.containers[0];
  return spec.ports.map(({ name, port, targetPort = port, protocol }) => [
    `service ${metadata.name}/${name}`,
    `${port} → ${portNumber(targetPort, container)}/${protocol}`,
  ]);
}

function portNumber(port: number | string, container: Container | undefined): number {
  if (typeof port === 'number') return port;
  const found = container?.ports.find(({ name }) => name === port);
  if (!found) throw new Error(`there is no port ${port} in container ${container?.name ?? '(none)'}`);
  return found.containerPort;
}
