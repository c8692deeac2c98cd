import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namespace } from '../fleet/argo-cd.ts';
import type { Ground } from '../fleet/cluster.ts';
import { answersOk } from '../fleet/health.ts';
import { freePorts } from '../fleet/ports.ts';
import type { ClusterState } from '../fleet/state.ts';
import { binary } from '../programs.ts';
import { Metrics } from './metrics.ts';

/** An ApplicationSet controller without the rest of an Argo CD: list generators need no repo server. */
export class Controller {
  readonly #ground: Ground;
  readonly #name: string;
  readonly #metrics: string;

  private constructor(ground: Ground, name: string, metrics: string) {
    this.#ground = ground;
    this.#name = name;
    this.#metrics = metrics;
  }

  /** Starts one, with Argo CD's defaults but for `rate`: requests a second that it allows itself, for each kind (ARGOCD_K8S_CLIENT_QPS). */
  static async start(ground: Ground, hub: ClusterState, rate: number): Promise<Controller> {
    const [metrics = 0, probe = 0, webhook = 0, none = 0] = await freePorts(4);
    const name = `${hub.name}/argocd-applicationset-controller`;
    const folders = Object.fromEntries(
      ['tls', 'ssh'].map((part) => [part, join(ground.folder, 'clusters', hub.name, part)]),
    );
    for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
    await ground.supervisor.start({
      name,
      command: binary('argocd'),
      args: [
        '--namespace',
        namespace,
        `--metrics-addr=127.0.0.1:${metrics}`,
        `--probe-addr=127.0.0.1:${probe}`,
        `--webhook-addr=127.0.0.1:${webhook}`,
        // Nobody listens there: what asked for a repo server would fail.
        `--argocd-repo-server=127.0.0.1:${none}`,
        '--repo-server-plaintext',
      ],
      env: {
        ARGOCD_BINARY_NAME: 'argocd-applicationset-controller',
        KUBECONFIG: hub.kubeconfig,
        ARGOCD_TLS_DATA_PATH: folders['tls'] ?? '',
        ARGOCD_SSH_DATA_PATH: folders['ssh'] ?? '',
        ARGOCD_GPG_ENABLED: 'false',
        ARGOCD_K8S_CLIENT_QPS: String(rate),
      },
      // Its probes answer 404: it registers no checks.
      ready: () => answersOk(`http://127.0.0.1:${metrics}/metrics`),
    });
    return new Controller(ground, name, `http://127.0.0.1:${metrics}/metrics`);
  }

  /** Its process. */
  get pid(): number {
    const pid = this.#ground.supervisor.list().find(({ name }) => name === this.#name)?.pid;
    if (pid === undefined)
      throw new Error(`${this.#name} does not run: see ${this.#ground.supervisor.log(this.#name)}`);
    return pid;
  }

  async metrics(): Promise<Metrics> {
    return new Metrics(await (await fetch(this.#metrics)).text());
  }

  /** How many events of cluster Secrets it has said that it handled, since the first start. */
  secretEvents(): number {
    return (
      readFileSync(this.#ground.supervisor.log(this.#name), 'utf8').split('processing event for cluster secret')
        .length - 1
    );
  }

  /** Kills it and starts it again. */
  async restart(): Promise<void> {
    await this.#ground.supervisor.kill(this.#name);
    await this.#ground.supervisor.startAgain(this.#name);
  }
}
