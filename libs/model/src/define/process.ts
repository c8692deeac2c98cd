import type { Container, Network, PodSecurity } from './container.ts';
import type { Late } from './late.ts';

/** What all processes have: the main container, and its pod. */
export interface Pod extends Container {
  /** Name of its objects. Default: the app's name for the process `web`, `<app>-<process>` for others. */
  name?: string;
  /** Containers that run beside the main one. */
  sidecars?: { [name: string]: Container };
  /** Containers that run to their end before it, in the order of their names. */
  init?: { [name: string]: Container };
  /** Annotations of the pod. */
  annotations?: { [name: string]: Late<string> };
  /** Labels of the pod. */
  labels?: { [name: string]: string };
  /** The user and groups that it runs as. */
  runAs?: PodSecurity;
  /** Seconds between the signal to end and the kill. Default: Kubernetes' 30. */
  terminationGracePeriodSeconds?: number;
  /** Seconds to go on serving after the pod left the endpoints, before the signal to end. */
  drainSeconds?: number;
  /** Who talks to whom. Default: the rules of the namespace. */
  network?: Network;
}

/** A fixed number of pods. */
export interface FixedScale {
  type: 'fixed';
  /** How many. */
  replicas: Late<number>;
}
/** A HorizontalPodAutoscaler; `cpu` and `memory` are the average use, in percent of what is requested. */
export interface HpaScale {
  type: 'hpa';
  /** The fewest pods, at least 1. */
  min: number;
  /** The most pods. */
  max: Late<number>;
  /** Average use of CPU that it aims at, in percent of the request. */
  cpu?: number;
  /** Average use of memory that it aims at, in percent of the request. */
  memory?: number;
}
/** How many pods. Default: one, fixed. */
export type Scale = FixedScale | HpaScale;

/** A count of pods, or a percentage of them. */
export type Portion = number | `${number}%`;

/** Pods are replaced a few at a time. */
export interface RollingStrategy {
  type: 'rolling';
  /** How many more pods there may be for a while. Default: 25 %. */
  surge?: Portion;
  /** How many fewer pods may serve for a while. Default: 25 %. */
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
  /** How many are left at least. */
  minAvailable?: Portion;
  /** How many are taken at most. */
  maxUnavailable?: Portion;
}

/** The Service of a process. */
export interface ServiceSettings {
  /** Its name. Default: that of the process's objects. */
  name?: string;
  /** Port of the Service by the name of the process's port. Default: every port of the process, same number. */
  ports?: { [name: string]: number };
}
/** The Service of a `web` process. That of a `stateful` one is headless: its StatefulSet can never change to another. */
export interface WebServiceSettings extends ServiceSettings {
  /** Type of the Service. Not `type`, which would make a changed field replace the whole (override law). Default: ClusterIP. */
  serviceType?: 'ClusterIP' | 'LoadBalancer' | 'NodePort';
}

/** Serves requests: a Deployment, a Service and, with `host`, an HTTPRoute. */
export interface Web extends Pod {
  type: 'web';
  /** The host name it answers to, on the fleet's gateway: at the only port of its Service, or the one named `http`. */
  host?: Late<string>;
  /** Its Service, where the ports of the process are not enough. */
  service?: WebServiceSettings;
  /** How many pods. Default: one, fixed. */
  scale?: Scale;
  /** How pods are replaced. Default: Kubernetes’ rolling update. */
  strategy?: Strategy;
  /** How many pods a drained node may take at a time. Default: one, where there are always two or more. */
  disruption?: Disruption;
}
/** Works without being asked: a Deployment. */
export interface Worker extends Pod {
  type: 'worker';
  /** How many pods. Default: one, fixed. */
  scale?: Scale;
  /** How pods are replaced. Default: Kubernetes’ rolling update. */
  strategy?: Strategy;
  /** How many pods a drained node may take at a time. Default: one, where there are always two or more. */
  disruption?: Disruption;
}
/** A volume that outlives its pod. */
export interface Storage {
  /** A quantity such as `10Gi`. */
  size: string;
  /** Name of the StorageClass. Default: the cluster’s. */
  class?: string;
}
/** Has an identity and perhaps a disk: a StatefulSet and the headless Service that names its pods. */
export interface Stateful extends Pod {
  type: 'stateful';
  /** How many pods. */
  replicas: Late<number>;
  /** Volumes by mount path in the main container. */
  storage?: { [path: string]: Storage };
  /** Its Service, where the ports of the process are not enough. */
  service?: ServiceSettings;
  /** How many pods a drained node may take at a time. Default: one, where there are always two or more. */
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
  /** Whether it does not run for now. Default: false. */
  suspend?: boolean;
}
/** Runs before the pods of each sync, perhaps more than once for a release: migrations. It must be idempotent and bear older versions. */
export interface Job extends Pod {
  type: 'job';
  /** When it runs; there is no other time yet. */
  run: 'before-sync';
  /** Seconds after which it has failed. Default: 600. */
  deadlineSeconds?: number;
  /** How often a failed pod is tried again. Default: 3. */
  retries?: number;
}

/** What an app runs. */
export type Process = Web | Worker | Stateful | Cron | Job;
