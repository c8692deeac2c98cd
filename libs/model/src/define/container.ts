import type { Late, Scalar } from './late.ts';

/** Compute resources as Kubernetes quantities: `cpu: '100m'`, `memory: '64Mi'`. */
export interface Quantities {
  /** Cores: `2`, `100m`. */
  cpu?: string;
  /** Bytes: `64Mi`. */
  memory?: string;
  /** Bytes on the disk of the node. */
  'ephemeral-storage'?: string;
}

/** What a container is guaranteed, and what it may not exceed. */
export interface Resources {
  /** What it is guaranteed. */
  requests?: Quantities;
  /** What it may not exceed. */
  limits?: Quantities;
}

/** When a probe runs and what it takes; Kubernetes' own names and defaults. Seconds are whole. */
export interface ProbeTiming {
  /** How long to wait before the first time. Default: 0. */
  initialDelaySeconds?: number;
  /** How often. Default: 10. */
  periodSeconds?: number;
  /** How long an answer may take. Default: 1. */
  timeoutSeconds?: number;
  /** How many good answers in a row make it healthy. Default: 1. */
  successThreshold?: number;
  /** How many bad answers in a row make it unhealthy. Default: 3. */
  failureThreshold?: number;
}
/** Asks a path over HTTP. `port` names one of the container's ports. Default: its only one, or the one named `http`. */
export interface HttpProbe extends ProbeTiming {
  type: 'http';
  /** A path of the container, such as `/ready`. */
  path: string;
  /** Name of a port. Default: the only one, or the one named `http`. */
  port?: string;
  /** Headers of the request. Default: none. */
  headers?: { [name: string]: string };
}
/** Opens a connection; `port` as for {@link HttpProbe}. */
export interface TcpProbe extends ProbeTiming {
  type: 'tcp';
  /** Name of a port. Default: the only one, or the one named `http`. */
  port?: string;
}
/** Asks the gRPC health service; `port` as for {@link HttpProbe}. */
export interface GrpcProbe extends ProbeTiming {
  type: 'grpc';
  /** Name of a port. Default: the only one, or the one named `http`. */
  port?: string;
  /** The service that is asked about. Default: the server as a whole. */
  service?: string;
}
/** Runs a command in the container. */
export interface ExecProbe extends ProbeTiming {
  type: 'exec';
  /** Program and arguments; the exit status 0 is a good answer. */
  command: readonly string[];
}
/** How the health of a container is asked for. */
export type Probe = HttpProbe | TcpProbe | GrpcProbe | ExecProbe;

/** A port of a container. A plain number means TCP. */
export interface Port {
  /** Its number, from 1 to 65535. */
  port: number;
  /** What is spoken there. Default: TCP. */
  protocol?: 'TCP' | 'UDP' | 'SCTP';
}

/** Memory or disk that lives and dies with the pod (an emptyDir). */
export interface Scratch {
  /** Upper limit, a quantity. */
  size?: string;
  /** `Memory` keeps it in memory, where it counts against the limit. Default: the disk of the node. */
  medium?: 'Memory';
}

/** What a container may do. The defaults pass the restricted Pod Security Standard. */
export interface ContainerSecurity {
  /** Whether nothing can be written to the image's files. Default: true. Scratch space is declared with `scratch`. */
  readOnlyRootFilesystem?: boolean;
  /** Capabilities to keep when all others are dropped. Default: none. */
  capabilities?: readonly string[];
}

/** One container. */
export interface Container {
  /** The image slot of `images.yaml`. */
  image: string;
  /** The program to run. Default: the entry point of the image. */
  command?: readonly string[];
  /** Its arguments. Default: those of the image. */
  args?: readonly Late<string>[];
  /**
   * Environment variables of this container alone; what the whole app shares is `config`. They are in the order of their
   * names, and Kubernetes puts `$(NAME)` in only for names before: a reference to a later one is an error.
   */
  env?: { [name: string]: Late<Scalar> };
  /** Ports by name (IANA service name: at most 15 lower-case letters, digits, hyphens). */
  ports?: { [name: string]: number | Port };
  /** What it is guaranteed, and what it may not exceed. */
  resources?: Resources;
  /** Whether it may be sent requests. Default: as soon as it runs. */
  readiness?: Probe;
  /** Whether it must be started anew. Default: only when it ends. */
  liveness?: Probe;
  /** Whether it has started; the other probes wait for it. Default: at once. */
  startup?: Probe;
  /** Scratch space by mount path. */
  scratch?: { [path: string]: Scratch };
  /** Exceptions from the restricted Pod Security Standard. */
  security?: ContainerSecurity;
}

/** The user and groups that a pod runs as. Default: the image's user, which must not be root. */
export interface PodSecurity {
  /** Number of the user. */
  user?: number;
  /** Number of the group. */
  group?: number;
  /** Number of the group that owns its volumes. */
  fsGroup?: number;
}

/**
 * Who a network rule is about: an app (and one of its processes), all of a namespace, or a range of addresses. With ports
 * alone: everybody in the app's own namespace.
 */
export interface Peer {
  /** An app, by name. */
  app?: string;
  /** One process of that app. Default: all of them. */
  process?: string;
  /** The namespace that they are in. Default: the app's own. */
  namespace?: string;
  /** An address range such as `10.0.0.0/8`; not together with the others. */
  cidr?: string;
}
/** Who may connect, and to which of this process's ports (all by default). */
export interface Ingress extends Peer {
  /** Names of ports. Default: all of the process. */
  ports?: readonly string[];
}
/** What this process may connect to; TCP ports by number. */
export interface Egress extends Peer {
  /** Numbers of ports. Default: all. */
  ports?: readonly number[];
}
/** Who talks to whom. Present: a NetworkPolicy that allows just this (and DNS). Absent: the namespace's own rules. */
export interface Network {
  /** Who may connect to it. Default: nobody, but for the gateway where it has a `host`. */
  from?: readonly Ingress[];
  /** What it may connect to. Default: nothing but DNS. */
  to?: readonly Egress[];
}
