import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { goModule } from '../go-module.ts';
import type { Kube } from '../kube.ts';
import { binary, repositoryRoot } from '../programs.ts';
import { clusterFolder, type Ground } from './cluster.ts';
import { answersOk, answersPing } from './health.ts';
import { kubectl } from './kubectl.ts';
import { freePorts } from './ports.ts';
import type { ClusterState, HubState } from './state.ts';

/** The namespace of Argo CD on a hub. */
export const namespace = 'argocd';

/** Puts an Argo CD's settings on a hub, its own defaults and what docs/how-to/connect-a-hub.md asks for. Its CRDs are there already. */
export async function configureArgoCd(hub: ClusterState, kube: Kube): Promise<void> {
  await kube.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const defaults = join(await goModule('argo-cd', 'github.com/argoproj/argo-cd/v3'), 'manifests/base/config');
  await kubectl(hub, 'apply', '--namespace', namespace, '--server-side', '--kustomize', defaults);
  const settings = { apiVersion: 'v1', kind: 'ConfigMap', name: 'argocd-cm', namespace };
  await kube.patch(settings, { data: { 'application.resourceTrackingMethod': 'annotation' } });
}

/** Starts the programs of an Argo CD: as a cluster runs them, but that they find their API server by a kubeconfig and trust each other. */
export async function startArgoCd(ground: Ground, hub: ClusterState): Promise<HubState> {
  const { supervisor } = ground;
  const own = clusterFolder(ground, hub.name);
  const env = environment(hub, own);
  const ports = await argoCdPorts();
  const start = async ({ part, flags, health }: Part): Promise<void> =>
    supervisor.start({
      name: `${hub.name}/argocd-${part}`,
      command: binary('argocd'),
      args: Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
      env: { ...env, ARGOCD_BINARY_NAME: `argocd-${part}` },
      ready: () => answersOk(`http://127.0.0.1:${health}`),
    });
  await supervisor.start({
    name: `${hub.name}/redis`,
    command: 'redis-server',
    args: ['--port', String(ports.redis), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', own],
    ready: () => answersPing(ports.redis),
  });
  const [server, ...others] = partsOf(ports);
  // First: it makes the key that the ApplicationSet controller's webhook does not start without.
  await start(server);
  await Promise.all(others.map(start));
  return {
    ...hub,
    argocd: `http://127.0.0.1:${ports.server}`,
    applicationSets: `http://127.0.0.1:${ports.setsWebhook}`,
  };
}

/** One of the programs of an Argo CD. */
interface Part {
  readonly part: string;
  readonly flags: Readonly<Record<string, string | number>>;
  /** Port and path that answer with success when it works. */
  readonly health: string;
}

type Ports = Awaited<ReturnType<typeof argoCdPorts>>;

async function argoCdPorts() {
  const [redis = 0, repo = 0, repoMetrics = 0, controllerMetrics = 0, ...others] = await freePorts(9);
  const [setsMetrics = 0, setsProbe = 0, setsWebhook = 0, server = 0, serverMetrics = 0] = others;
  return { redis, repo, repoMetrics, controllerMetrics, setsMetrics, setsProbe, setsWebhook, server, serverMetrics };
}

function partsOf(ports: Ports): readonly [Part, ...Part[]] {
  const redis = `127.0.0.1:${ports.redis}`;
  const repoServer = `127.0.0.1:${ports.repo}`;
  const local = { address: '127.0.0.1', 'metrics-address': '127.0.0.1' };
  const toRepoServer = { 'repo-server': repoServer, 'repo-server-plaintext': 'true' };
  return [
    {
      part: 'server',
      flags: {
        namespace,
        ...local,
        port: ports.server,
        'metrics-port': ports.serverMetrics,
        insecure: 'true',
        'disable-auth': 'true',
        ...toRepoServer,
        redis,
      },
      health: `${ports.server}/healthz`,
    },
    {
      part: 'repo-server',
      flags: { ...local, port: ports.repo, 'metrics-port': ports.repoMetrics, redis, 'disable-tls': 'true' },
      health: `${ports.repoMetrics}/healthz?full=true`,
    },
    {
      part: 'application-controller',
      flags: { namespace, ...toRepoServer, redis, 'metrics-port': ports.controllerMetrics },
      health: `${ports.controllerMetrics}/healthz`,
    },
    {
      part: 'applicationset-controller',
      flags: {
        namespace,
        'argocd-repo-server': repoServer,
        'repo-server-plaintext': 'true',
        'metrics-addr': `127.0.0.1:${ports.setsMetrics}`,
        'probe-addr': `127.0.0.1:${ports.setsProbe}`,
        'webhook-addr': `127.0.0.1:${ports.setsWebhook}`,
      },
      // Its health probe answers nothing: it registers no check.
      health: `${ports.setsMetrics}/metrics`,
    },
  ];
}

function environment(hub: ClusterState, own: string): Record<string, string> {
  const folders = Object.fromEntries(['tls', 'ssh', 'tmp'].map((name) => [name, join(own, name)]));
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  return {
    KUBECONFIG: hub.kubeconfig,
    // https://kubernetes.default.svc, the cluster that an Argo CD is in, is the one of the kubeconfig.
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_TLS_DATA_PATH: folders['tls'] ?? '',
    ARGOCD_SSH_DATA_PATH: folders['ssh'] ?? '',
    ARGOCD_GPG_ENABLED: 'false',
    // Two repo servers on one machine must not share their checkouts.
    TMPDIR: folders['tmp'] ?? '',
    PATH: [join(repositoryRoot, '.cache/bin'), process.env['PATH'] ?? ''].join(delimiter),
  };
}
