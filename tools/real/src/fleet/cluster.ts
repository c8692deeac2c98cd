import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kube } from '../kube.ts';
import { binary } from '../programs.ts';
import { answersOk } from './health.ts';
import { freePorts } from './ports.ts';
import type { ClusterState } from './state.ts';
import type { Program, Supervisor } from './supervisor.ts';

/** Where programs are started, and what they share. */
export interface Ground {
  readonly supervisor: Supervisor;
  /** All files of the fleet are below it; a path. */
  readonly folder: string;
}

/** What all clusters of a fleet share. */
export interface Shared extends Ground {
  /** The URL of the one etcd; each API server has a prefix of its own in it. */
  readonly etcd: string;
}

/** Where the files of one cluster are, hub or spoke: a path. */
export function clusterFolder({ folder }: Pick<Ground, 'folder'>, name: string): string {
  return join(folder, 'clusters', name);
}

/** Starts the etcd that every API server of a fleet keeps its objects in, and makes the key that signs their service accounts. */
export async function startEtcd({ supervisor, folder }: Ground): Promise<Shared> {
  const [client = 0, peer = 0] = await freePorts(2);
  const url = `http://127.0.0.1:${client}`;
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(join(folder, 'sa.pub'), keys.publicKey);
  writeFileSync(join(folder, 'sa.key'), keys.privateKey, { mode: 0o600 });
  await supervisor.start({
    name: 'etcd',
    command: binary('etcd'),
    args: [
      `--data-dir=${join(folder, 'etcd')}`,
      // Nothing here outlives the machine.
      '--unsafe-no-fsync',
      '--log-level=warn',
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-cluster=default=http://127.0.0.1:${peer}`,
    ],
    ready: () => answersOk(`${url}/health`),
  });
  return { supervisor, folder, etcd: url };
}

/** Starts an API server, and nothing that acts on its objects. */
export async function startApiServer({ supervisor, folder, etcd }: Shared, name: string): Promise<ClusterState> {
  const [port = 0] = await freePorts(1);
  const own = clusterFolder({ folder }, name);
  mkdirSync(own, { recursive: true });
  const server = `https://127.0.0.1:${port}`;
  const token = randomBytes(16).toString('hex');
  writeFileSync(join(own, 'tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  const access = (): ClusterState => {
    const ca = readFileSync(join(own, 'apiserver.crt'), 'utf8');
    return { name, server, ca, token, kubeconfig: join(own, 'kubeconfig') };
  };
  await supervisor.start({
    name: `${name}/kube-apiserver`,
    command: binary('kube-apiserver'),
    args: [
      `--etcd-servers=${etcd}`,
      `--etcd-prefix=/${name}`,
      `--secure-port=${port}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      '--endpoint-reconciler-type=none',
      `--cert-dir=${own}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${join(folder, 'sa.pub')}`,
      `--service-account-signing-key-file=${join(folder, 'sa.key')}`,
      '--service-cluster-ip-range=10.0.0.0/24',
      '--authorization-mode=RBAC',
      `--token-auth-file=${join(own, 'tokens.csv')}`,
      // Nothing takes the taint of a new node away here, so that pods would wait for ever.
      '--disable-admission-plugins=ServiceAccount,TaintNodesByCondition',
    ],
    // Half of its memory is what Go has not yet collected.
    env: { GOGC: '40' },
    async ready() {
      const kube = new Kube(access());
      try {
        return (await kube.request('GET', '/readyz')) === 'ok';
      } finally {
        await kube.close();
      }
    },
  });
  const state = access();
  writeFileSync(state.kubeconfig, kubeconfig(state), { mode: 0o600 });
  return state;
}

/** The controllers of Kubernetes itself that some part of a fleet needs. */
const controllers = [
  'deployment-controller',
  'replicaset-controller',
  'statefulset-controller',
  'daemonset-controller',
  'job-controller',
  'cronjob-controller',
  'namespace-controller',
  'garbage-collector-controller',
  'endpointslice-controller',
  'serviceaccount-controller',
  'disruption-controller',
  'resourcequota-controller',
  'persistentvolume-binder-controller',
  // Without these two a deleted claim keeps its finalizer for ever, and its namespace with it.
  'persistentvolume-protection-controller',
  'persistentvolumeclaim-protection-controller',
  // It finds no metrics here; what it does without any, keep to the least and the most, is real.
  'horizontal-pod-autoscaler-controller',
];

/** On a hub nothing runs: what is deleted there is collected. */
const hubControllers = ['namespace-controller', 'garbage-collector-controller'];

/** Starts kube-controller-manager on a cluster. */
export async function startControllers(
  { supervisor }: Ground,
  cluster: ClusterState,
  where: 'hub' | 'spoke',
): Promise<void> {
  const [port = 0] = await freePorts(1);
  await supervisor.start({
    name: `${cluster.name}/kube-controller-manager`,
    command: binary('kube-controller-manager'),
    args: [
      `--kubeconfig=${cluster.kubeconfig}`,
      '--leader-elect=false',
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--controllers=${(where === 'hub' ? hubControllers : controllers).join(',')}`,
      '--horizontal-pod-autoscaler-sync-period=5s',
      // Its certificate: it would write one to /var/run otherwise.
      `--cert-dir=${cluster.kubeconfig}.controllers`,
    ],
    ready: isHealthy(port),
  });
}

/** Starts kube-scheduler on a cluster. */
export async function startScheduler({ supervisor }: Ground, cluster: ClusterState): Promise<void> {
  const [port = 0] = await freePorts(1);
  const config = `${cluster.kubeconfig}.scheduler`;
  writeFileSync(
    config,
    JSON.stringify({
      apiVersion: 'kubescheduler.config.k8s.io/v1',
      kind: 'KubeSchedulerConfiguration',
      leaderElection: { leaderElect: false },
      clientConnection: { kubeconfig: cluster.kubeconfig },
    }),
  );
  await supervisor.start({
    name: `${cluster.name}/kube-scheduler`,
    command: binary('kube-scheduler'),
    args: [
      `--config=${config}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${cluster.kubeconfig}.certificates`,
    ],
    ready: isHealthy(port),
  });
}

function isHealthy(port: number): Program['ready'] {
  // Health is the one thing that these tell without a token; who they are does not matter.
  return async () => {
    const kube = new Kube({ server: `https://127.0.0.1:${port}`, token: '', ca: '', anyCertificate: true });
    try {
      return (await kube.request('GET', '/healthz')) === 'ok';
    } finally {
      await kube.close();
    }
  };
}

function kubeconfig({ name, server, ca, token }: ClusterState): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name, context: { cluster: name, user: 'admin' } }],
    'current-context': name,
  });
}
