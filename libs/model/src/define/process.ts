import type { Late, Scalar } from './late.ts';

/** Compute resources as Kubernetes quantities: `cpu: '100m'`, `memory: '64Mi'`. */
export interface Quantities {
  cpu?: string;
  memory?: string;
  'ephemeral-storage'?: string;
}

/** What a container is guaranteed, and what it may not exceed. */
export interface Resources {
  requests?: Quantities;
  limits?: Quantities;
}

/** When a probe runs and what it takes; Kubernetes' own names and defaults. Seconds are whole. */
export interface ProbeTiming {
  initialDelaySeconds?: number;
  periodSeconds?: number;
  timeoutSeconds?: number;
  successThreshold?: number;
  failureThreshold?: number;
}
/** Asks a path over HTTP. `port` names one of the container's ports. Default: its only one, or the one named `http`. */
export interface HttpProbe extends ProbeTiming {
  type: 'http';
  path: string;
  port?: string;
  headers?: { [name: string]: string };
}
/** Opens a connection; `port` as for {@link HttpProbe}. */
export interface TcpProbe extends ProbeTiming {
  type: 'tcp';
  port?: string;
}
/** Asks the gRPC health service; `port` as for {@link HttpProbe}. */
export interface GrpcProbe extends ProbeTiming {
  type: 'grpc';
  port?: string;
  service?: string;
}
/** Runs a command in the container. */
export interface ExecProbe extends ProbeTiming {
  type: 'exec';
  command: readonly string[];
}
/** How the health of a container is asked for. */
export type Probe = HttpProbe | TcpProbe | GrpcProbe | ExecProbe;

/** A port of a container. A plain number means TCP. */
export interface Port {
  port: number;
  protocol?: 'TCP' | 'UDP' | 'SCTP';
}

/** Memory or disk that lives and dies with the pod (an emptyDir). */
export interface Scratch {
  /** Upper limit, a quantity. */
  size?: string;
  medium?: 'Memory';
}

/** What a container may do. The defaults pass the restricted Pod Security Standard. */
export interface ContainerSecurity {
  /** Default: true. Scratch space is declared with `scratch`. */
  readOnlyRootFilesystem?: boolean;
  /** Capabilities to keep when all others are dropped. Default: none. */
  capabilities?: readonly string[];
}

/** One container. */
export interface Container {
  /** The image slot of `images.yaml`. */
  image: string;
  command?: readonly string[];
  args?: readonly Late<string>[];
  /**
   * Environment variables of this container alone; what the whole app shares is `config`. They are in the order of their
   * names, and Kubernetes puts `$(NAME)` in only for names before: a reference to a later one is an error.
   */
  env?: { [name: string]: Late<Scalar> };
  /** Ports by name (IANA service name: at most 15 lower-case letters, digits, hyphens). */
  ports?: { [name: string]: number | Port };
  resources?: Resources;
  readiness?: Probe;
  liveness?: Probe;
  startup?: Probe;
  /** Scratch space by mount path. */
  scratch?: { [path: string]: Scratch };
  security?: ContainerSecurity;
}

/** The user and groups that a pod runs as. Default: the image's user, which must not be root. */
export interface PodSecurity {
  user?: number;
  group?: number;
  fsGroup?: number;
}

/**
 * Who a network rule is about: an app (and one of its processes), all of a namespace, or a range of addresses. With ports
 * alone: everybody in the app's own namespace.
 */
export interface Peer {
  app?: string;
  process?: string;
  /** Default: the app's own namespace. */
  namespace?: string;
  /** An address range such as `10.0.0.0/8`; not together with the others. */
  cidr?: string;
}
/** Who may connect, and to which of this process's ports (all by default). */
export interface Ingress extends Peer {
  ports?: readonly string[];
}
/** What this process may connect to; TCP ports by number. */
export interface Egress extends Peer {
  ports?: readonly number[];
}
/** Who talks to whom. Present: a NetworkPolicy that allows just this (and DNS). Absent: the namespace's own rules. */
export interface Network {
  from?: readonly Ingress[];
  to?: readonly Egress[];
}

/** What all processes have: the main container, and its pod. */
export interface Pod extends Container {
  /** Name of its objects. Default: the app's name for the process `web`, `<app>-<process>` for others. */
  name?: string;
  /** Containers that run beside the main one. */
  sidecars?: { [name: string]: Container };
  /** Containers that run to their end before it, in the order of their names. */
  init?: { [name: string]: Container };
  /** Annotations and labels of the pod. */
  annotations?: { [name: string]: Late<string> };
  labels?: { [name: string]: string };
  runAs?: PodSecurity;
  /** Seconds between the signal to end and the kill. Default: Kubernetes' 30. */
  terminationGracePeriodSeconds?: number;
  /** Seconds to go on serving after the pod left the endpoints, before the signal to end. */
  drainSeconds?: number;
  network?: Network;
}

/** A fixed number of pods. */
export interface FixedScale {
  type: 'fixed';
  replicas: Late<number>;
}
/** A HorizontalPodAutoscaler; `cpu` and `memory` are the average use, in percent of what is requested. */
export interface HpaScale {
  type: 'hpa';
  min: number;
  max: Late<number>;
  cpu?: number;
  memory?: number;
}
/** How many pods. Default: one, fixed. */
export type Scale = FixedScale | HpaScale;

/** A count of pods, or a percentage of them. */
export type Portion = number | `${number}%`;

/** Pods are replaced a few at a time. */
export interface RollingStrategy {
  type: 'rolling';
  surge?: Portion;
  unavailable?: Portion;
}
/** All pods end before new ones start. */
export interface RecreateStrategy {
  type: 'recreate';
}
/** How pods are replaced. Default: Kubernetes' rolling update. */
export type Strategy = RollingStrategy | RecreateStrategy;

/** How many pods a voluntary disruption leaves or takes; one of the two. Not kept where there is never more than one pod. */
export interface Disruption {
  minAvailable?: Portion;
  maxUnavailable?: Portion;
}

/** The Service of a process. */
export interface ServiceSettings {
  /** Default: the name of the process's objects. */
  name?: string;
  /** Port of the Service by the name of the process's port. Default: every port of the process, same number. */
  ports?: { [name: string]: number };
}
/** The Service of a `web` process. That of a `stateful` one is headless: its StatefulSet can never change to another. */
export interface WebServiceSettings extends ServiceSettings {
  /** Not `type`, which would make a changed field replace the whole (override law). Default: ClusterIP. */
  serviceType?: 'ClusterIP' | 'LoadBalancer' | 'NodePort';
}

/** Serves requests: a Deployment, a Service and, with `host`, an HTTPRoute. */
export interface Web extends Pod {
  type: 'web';
  /** The host name it answers to, on the fleet's gateway: at the only port of its Service, or the one named `http`. */
  host?: Late<string>;
  service?: WebServiceSettings;
  scale?: Scale;
  strategy?: Strategy;
  disruption?: Disruption;
}
/** Works without being asked: a Deployment. */
export interface Worker extends Pod {
  type: 'worker';
  scale?: Scale;
  strategy?: Strategy;
  disruption?: Disruption;
}
/** A volume that outlives its pod. */
export interface Storage {
  /** A quantity such as `10Gi`. */
  size: string;
  class?: string;
}
/** Has an identity and perhaps a disk: a StatefulSet and the headless Service that names its pods. */
export interface Stateful extends Pod {
  type: 'stateful';
  replicas: Late<number>;
  /** Volumes by mount path in the main container. */
  storage?: { [path: string]: Storage };
  service?: ServiceSettings;
  disruption?: Disruption;
}
/** Runs by the clock: a CronJob. */
export interface Cron extends Pod {
  type: 'cron';
  /** Five fields, as cron has them. */
  schedule: string;
  /** A name of the tz database. Default: the cluster's. */
  timeZone?: string;
  /** What to do when the last run has not ended. Default: Forbid. */
  concurrency?: 'Allow' | 'Forbid' | 'Replace';
  /** Seconds after which a run is ended. Default: 3600. */
  deadlineSeconds?: number;
  suspend?: boolean;
}
/** Runs once, before everything else of a sync: migrations. It must be idempotent and bear older versions. */
export interface Job extends Pod {
  type: 'job';
  run: 'before-sync';
  /** Seconds after which it has failed. Default: 600. */
  deadlineSeconds?: number;
  /** How often a failed pod is tried again. Default: 3. */
  retries?: number;
}

/** What an app runs. */
export type Process = Web | Worker | Stateful | Cron | Job;
