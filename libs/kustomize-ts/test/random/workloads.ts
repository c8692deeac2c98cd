import type { Dice } from './dice.ts';
import {
  type Fields,
  present,
  randomKey,
  randomName,
  randomScalar,
  randomStrings,
  randomText,
  type Value,
} from './scalars.ts';

const images = [
  'nginx',
  'nginx:1.25',
  'redis:6@sha256:aaaa',
  'registry.example.com:5000/team/app:v1',
  'app',
  'app:latest',
  'busybox@sha256:bbbb',
  'my/app:1',
  '',
  'a.b/c',
];

/** A Deployment, or another kind that makes pods. */
export function randomWorkload(dice: Dice): Fields {
  const kind = dice.pick([
    'Deployment',
    'Deployment',
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'Job',
    'CronJob',
    'Pod',
    'ReplicationController',
  ]);
  if (kind === 'Pod') return { apiVersion: 'v1', kind, spec: podSpec(dice) };
  if (kind === 'Job') return { apiVersion: 'batch/v1', kind, spec: { template: template(dice) } };
  if (kind === 'CronJob') {
    const version = dice.pick(['batch/v1', 'batch/v1', 'batch/v1beta1']);
    return {
      apiVersion: version,
      kind,
      spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template: template(dice) } } },
    };
  }
  const version = kind === 'ReplicationController' ? 'v1' : dice.chance(0.05) ? 'extensions/v1beta1' : 'apps/v1';
  return { apiVersion: version, kind, spec: workloadSpec(dice, kind) };
}

function workloadSpec(dice: Dice, kind: string): Fields {
  const labels = randomStrings(dice, 2);
  return present({
    replicas: dice.chance(0.6) ? dice.int(5) : undefined,
    selector: dice.chance(0.8) ? (kind === 'ReplicationController' ? labels : { matchLabels: labels }) : undefined,
    template: template(dice, labels),
    serviceName: kind === 'StatefulSet' ? randomName(dice) : undefined,
    strategy: dice.chance(0.3)
      ? { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } }
      : undefined,
    volumeClaimTemplates: kind === 'StatefulSet' && dice.chance(0.5) ? [claimTemplate(dice)] : undefined,
  });
}

function claimTemplate(dice: Dice): Fields {
  const metadata = present({ name: 'data', labels: dice.chance(0.4) ? randomStrings(dice, 1) : undefined });
  return {
    metadata,
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: randomName(dice),
      resources: { requests: { storage: '1Gi' } },
    },
  };
}

function template(dice: Dice, labels: Fields = randomStrings(dice, 1)): Fields {
  const metadata = present({ labels, annotations: dice.chance(0.25) ? randomStrings(dice, 2) : undefined });
  return dice.chance(0.05) ? { spec: podSpec(dice) } : { metadata, spec: podSpec(dice) };
}

function podSpec(dice: Dice): Fields {
  const names = dice.some(['app', 'sidecar', 'web'], 0.5);
  return present({
    serviceAccountName: dice.chance(0.3) ? randomName(dice) : undefined,
    imagePullSecrets: dice.chance(0.15) ? [{ name: randomName(dice) }] : undefined,
    initContainers: dice.chance(0.2) ? [container(dice, 'init')] : undefined,
    containers: (names.length > 0 ? names : ['app']).map((name) => container(dice, name)),
    volumes: dice.chance(0.5)
      ? dice.some(['config', 'secret', 'data', 'tmp'], 0.5).map((name) => volume(dice, name))
      : undefined,
    nodeSelector: dice.chance(0.15) ? randomStrings(dice, 2) : undefined,
    tolerations: dice.chance(0.15) ? [{ key: randomKey(dice), operator: 'Exists', effect: 'NoSchedule' }] : undefined,
    priorityClassName: dice.chance(0.1) ? randomName(dice) : undefined,
    affinity: dice.chance(0.15) ? affinity(dice) : undefined,
    topologySpreadConstraints: dice.chance(0.1)
      ? [
          {
            maxSkew: 1,
            topologyKey: 'zone',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: randomStrings(dice, 1) },
          },
        ]
      : undefined,
    hostAliases: dice.chance(0.05) ? [{ ip: '127.0.0.1', hostnames: ['a.local', 'b.local'] }] : undefined,
    restartPolicy: dice.chance(0.1) ? 'Never' : undefined,
  });
}

function affinity(dice: Dice): Fields {
  const term = { labelSelector: { matchLabels: randomStrings(dice, 1) }, topologyKey: 'kubernetes.io/hostname' };
  const rule = dice.chance(0.5)
    ? { requiredDuringSchedulingIgnoredDuringExecution: [term] }
    : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }] };
  return { [dice.pick(['podAffinity', 'podAntiAffinity'])]: rule };
}

/** One container. */
export function container(dice: Dice, name: string): Fields {
  return present({
    name,
    image: dice.chance(0.95) ? dice.pick(images) : undefined,
    command: dice.chance(0.3) ? ['run', '--name=$(NAME)', '$(HOST):$(PORT)', randomText(dice)] : undefined,
    args: dice.chance(0.3) ? [randomText(dice), '$(NAME)', '$$(NAME)', '$(MISSING)'] : undefined,
    ports: dice.chance(0.5) ? ports(dice) : undefined,
    env: dice.chance(0.5) ? variables(dice) : undefined,
    envFrom: dice.chance(0.25)
      ? [{ [dice.pick(['configMapRef', 'secretRef'])]: { name: randomName(dice) } }]
      : undefined,
    resources: dice.chance(0.3)
      ? { limits: { cpu: '100m', memory: '64Mi' }, requests: { cpu: randomScalar(dice) } }
      : undefined,
    volumeMounts: dice.chance(0.4)
      ? [
          { mountPath: '/etc/config', name: 'config' },
          { mountPath: '/data', name: 'data', readOnly: true },
        ]
      : undefined,
    livenessProbe: dice.chance(0.15)
      ? { httpGet: { path: '/healthz', port: dice.pick([8080, 'http']) }, periodSeconds: 10 }
      : undefined,
    securityContext: dice.chance(0.1) ? { capabilities: { drop: ['ALL'] }, runAsUser: 1000 } : undefined,
  });
}

function ports(dice: Dice): Value {
  return dice.some([80, 443, 8080], 0.6).map((containerPort) =>
    present({
      containerPort,
      name: dice.chance(0.6) ? `p${containerPort}` : undefined,
      protocol: dice.chance(0.5) ? dice.pick(['TCP', 'UDP']) : undefined,
    }),
  );
}

function variables(dice: Dice): Value {
  return dice.some(['NAME', 'HOST', 'PORT', 'LEVEL'], 0.6).map((name) => {
    if (dice.chance(0.6))
      return { name, value: dice.chance(0.2) ? dice.pick(['$(NAME)', '$(HOST)-x', '$(PORT)']) : randomScalar(dice) };
    const ref = dice.pick(['configMapKeyRef', 'secretKeyRef', 'fieldRef']);
    if (ref === 'fieldRef') return { name, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };
    return { name, valueFrom: { [ref]: { name: randomName(dice), key: 'key' } } };
  });
}

function volume(dice: Dice, name: string): Fields {
  const kind = dice.int(5);
  if (kind === 0)
    return {
      name,
      configMap: present({ name: randomName(dice), items: dice.chance(0.3) ? [{ key: 'a', path: 'b' }] : undefined }),
    };
  if (kind === 1) return { name, secret: { secretName: randomName(dice) } };
  if (kind === 2) return { name, persistentVolumeClaim: { claimName: randomName(dice) } };
  if (kind === 3)
    return {
      name,
      projected: { sources: [{ configMap: { name: randomName(dice) } }, { secret: { name: randomName(dice) } }] },
    };
  return { name, emptyDir: {} };
}
