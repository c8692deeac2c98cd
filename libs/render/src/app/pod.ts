import { Leaf } from '@fleetwright/model/engine';
import type { Container, PodSpec, PodTemplateSpec, TopologySpreadConstraint } from '@fleetwright/schemas';
import { containerDraft, someOf } from './container.ts';
import type { AppContext } from './context.ts';
import { type Draft, known } from './draft.ts';
import {
  configName,
  entries,
  type ProcessOf,
  type ProcessType,
  secretsName,
  selectorLabels,
  workloadLabels,
} from './processes.ts';
import { scratchVolumes } from './volumes.ts';

/** What a workload adds to its pods. */
export interface PodExtras {
  /** Absent: Always, which Kubernetes fills in. */
  readonly restartPolicy?: 'Never' | 'OnFailure';
  readonly volumeMounts?: Draft<Container['volumeMounts']>;
  /** Whether to spread the pods over hosts: where there may be more than one. */
  readonly spread?: boolean;
}

/** Kubernetes' own default for the time between the signal to end and the kill. */
const defaultGraceSeconds = 30;

/**
 * The pods of a process. Sidecars are native ones (init containers that go on running): they start before everything
 * else, end after the main container, and do not keep a job's pod alive.
 */
export function podTemplate(
  context: AppContext,
  of: ProcessOf<ProcessType>,
  extras: PodExtras,
): Draft<PodTemplateSpec> {
  const { settings } = of;
  return {
    metadata: {
      annotations: settings.annotations,
      labels: { ...settings.labels, ...workloadLabels(of) },
    },
    spec: podSpec(context, of, extras),
  };
}

function podSpec(context: AppContext, of: ProcessOf<ProcessType>, extras: PodExtras): Draft<PodSpec> {
  const { settings } = of;
  const envFrom = someOf(sharedEnvironment(context));
  const sidecars = entries(settings.sidecars);
  const init = entries(settings.init);
  const drain = settings.drainSeconds;
  return {
    automountServiceAccountToken: false,
    containers: [
      containerDraft(settings, {
        name: of.process,
        main: true,
        envFrom,
        ...(drain && { lifecycle: { preStop: { sleep: { seconds: drain } } } }),
        ...(extras.volumeMounts && { volumeMounts: extras.volumeMounts }),
      }),
    ],
    initContainers: someOf([
      ...sidecars.map(([name, one]) => {
        return containerDraft(one, { name, main: false, envFrom: undefined, restartPolicy: 'Always' });
      }),
      ...init.map(([name, one]) => containerDraft(one, { name, main: false, envFrom })),
    ]),
    restartPolicy: extras.restartPolicy,
    securityContext: {
      fsGroup: settings.runAs?.fsGroup,
      runAsGroup: settings.runAs?.group,
      runAsNonRoot: true,
      runAsUser: settings.runAs?.user,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    serviceAccountName: of.app,
    terminationGracePeriodSeconds: graceSeconds(of),
    topologySpreadConstraints: extras.spread ? [spreadOverHosts(of)] : undefined,
    volumes: someOf([
      ...scratchVolumes(settings, undefined),
      ...[...sidecars, ...init].flatMap(([name, one]) => scratchVolumes(one, name)),
    ]),
  };
}

/** `config` and `secrets` of the app, for main and init containers; sidecars are somebody else's programs. */
function sharedEnvironment({ definition, settings }: AppContext): NonNullable<Container['envFrom']> {
  return [
    ...(entries(settings.config).length > 0 ? [{ configMapRef: { name: configName(definition.name) } }] : []),
    ...(entries(settings.secrets).length > 0 ? [{ secretRef: { name: secretsName(definition.name) } }] : []),
  ];
}

/** Kubernetes counts the drain in, the definition does not: its seconds begin at the signal to end. */
function graceSeconds({ settings }: ProcessOf<ProcessType>): Leaf<number> | undefined {
  const grace = settings.terminationGracePeriodSeconds;
  const drain = settings.drainSeconds;
  if (!drain) return grace;
  const seconds = (known(grace) ?? defaultGraceSeconds) + (known(drain) ?? 0);
  return new Leaf<number>(seconds, (grace ?? drain).origin);
}

function spreadOverHosts(of: ProcessOf<ProcessType>): TopologySpreadConstraint {
  return {
    labelSelector: { matchLabels: selectorLabels(of) },
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
  };
}
