import { eightAtATime } from '../eight-at-a-time.ts';
import { type KubeObject, refOf } from '../kube.ts';
import { addCredentials, applyAll, count, type Part, type RunningHub } from './hub.ts';
import { applicationOf, contentOf, ofKind } from './objects.ts';
import { cpuOf, type Memory, memoryOf } from './process.ts';
import { type Activity, activityOf, untilAtRest } from './rest.ts';

/** What a change made the controller do. */
export interface Step {
  readonly what: string;
  /** Objects of the hub that are other than before: those were applied. */
  readonly applied: Readonly<Record<'applicationSets' | 'projects' | 'secrets', number>>;
  /** From the first object applied until the last was, or until the controller was last seen at work; in seconds. */
  readonly seconds: number;
  /** Of those, until the last object was applied. */
  readonly applying: number;
  readonly reconciles: number;
  /** ApplicationSets that were reconciled. */
  readonly sets: number;
  /** The longest time that reconciles of one ApplicationSet took, in seconds; others are worked on at the same time. */
  readonly longest: number;
  /** Applications. */
  readonly created: number;
  readonly updated: number;
  /** Seconds of processors, until three seconds after the controller's rest. */
  readonly cpu: Readonly<Record<Part, number>>;
}

/** Told how far it is. */
export interface Progress {
  /** A step begins. */
  tell: (this: void, words: string) => void;
  /** Something moves within it. */
  tick: (this: void, words: string) => void;
}

/** What is done to one hub, step by step, and what each showed. */
export class Steps {
  readonly done: Step[] = [];
  readonly #hub: RunningHub;
  readonly #progress: Progress;

  constructor(hub: RunningHub, progress: Progress) {
    this.#hub = hub;
    this.#progress = progress;
  }

  /** Applies objects, and waits until the controller has reconciled every ApplicationSet among them. */
  async apply(what: string, objects: readonly KubeObject[]): Promise<void> {
    const sets = ofKind(objects, 'ApplicationSet').map(({ metadata }) => metadata.name);
    const had = await this.#activity();
    const expected = had.upToDate + sets.filter((name) => !had.sets.has(name)).length;
    await this.#measure(what, objects, {
      change: () => applyAll(this.#hub.kube, objects),
      isDone: (now) => now.upToDate === expected && sets.every((name) => timesMore(now, had, name) > 0),
    });
  }

  /** The controller ends and starts: it reconciles each of so many ApplicationSets. */
  async restart(what: string, sets: number): Promise<void> {
    await this.#measure(what, [], {
      change: () => this.#hub.controller.restart(),
      isDone: (now) => now.sets.size === sets,
      isNewProcess: true,
    });
  }

  /** Asks for one ApplicationSet to be reconciled. */
  async refresh(what: string, set: KubeObject): Promise<void> {
    const had = await this.#activity();
    const annotations = { 'argocd.argoproj.io/application-set-refresh': 'true' };
    await this.#measure(what, [], {
      change: async () => void (await this.#hub.kube.patch(refOf(set), { metadata: { annotations } })),
      isDone: (now) => timesMore(now, had, set.metadata.name) > 0,
    });
  }

  /** The owner of the hub changes the credentials in a registration: the controller says that it saw that. */
  async credentials(what: string, registration: KubeObject): Promise<void> {
    const had = this.#hub.controller.secretEvents();
    await this.#measure(what, [registration], {
      change: () => addCredentials(this.#hub.kube, registration, 'second'),
      isDone: () => this.#hub.controller.secretEvents() > had,
    });
  }

  /** Every Application of a set gets the status that an application controller would give it. */
  async statuses(what: string, set: KubeObject): Promise<void> {
    const status = { sync: { status: 'Synced' }, health: { status: 'Healthy' } };
    await this.#measure(what, [], {
      change: () =>
        eightAtATime(contentOf(set).clusters, async (cluster) => {
          await this.#hub.kube.patch(refOf(applicationOf(set, cluster)), { status });
        }),
      isDone: () => true,
    });
  }

  /** What the programs of the hub need now. */
  memory(): Readonly<Record<Part, Memory>> {
    const { controller, apiServer, etcd } = this.#hub.pids();
    return { controller: memoryOf(controller), apiServer: memoryOf(apiServer), etcd: memoryOf(etcd) };
  }

  async #activity(): Promise<Activity> {
    return activityOf(await this.#hub.controller.metrics());
  }

  async #measure(what: string, objects: readonly KubeObject[], doing: Doing): Promise<void> {
    this.#progress.tell(what);
    const { isNewProcess = false } = doing;
    const had = isNewProcess ? nothing : await this.#activity();
    const cpu = { ...this.#cpu(), ...(isNewProcess ? { controller: 0 } : {}) };
    const requests = await this.#hub.requests();
    const began = performance.now();
    await doing.change();
    const applying = (performance.now() - began) / 1000;
    const { activity, since } = await untilAtRest(this.#hub.controller, what, doing.isDone, async ({ reconciles }) => {
      const applications = await count(this.#hub.kube, 'applications');
      this.#progress.tick(`${applications} Applications, ${reconciles - had.reconciles} reconciles`);
    });
    const now = this.#cpu();
    const reconciles = activity.reconciles - had.reconciles;
    const later = await this.#hub.requests();
    const of = (verb: string): Readonly<Record<string, string>> => ({ resource: 'applications', verb });
    const written = (verb: string): number =>
      later.sum('apiserver_request_total', of(verb)) - requests.sum('apiserver_request_total', of(verb));
    this.done.push({
      what,
      applied: {
        applicationSets: ofKind(objects, 'ApplicationSet').length,
        projects: ofKind(objects, 'AppProject').length,
        secrets: ofKind(objects, 'Secret').length,
      },
      seconds: reconciles === 0 ? applying : Math.max(applying, (since - began) / 1000),
      applying,
      reconciles,
      sets: [...activity.sets.keys()].filter((name) => timesMore(activity, had, name) > 0).length,
      longest: Math.max(0, ...[...activity.spent].map(([name, spent]) => spent - (had.spent.get(name) ?? 0))),
      created: written('POST'),
      updated: written('PATCH'),
      cpu: {
        controller: now.controller - cpu.controller,
        apiServer: now.apiServer - cpu.apiServer,
        etcd: now.etcd - cpu.etcd,
      },
    });
  }

  #cpu(): Readonly<Record<Part, number>> {
    const { controller, apiServer, etcd } = this.#hub.pids();
    return { controller: cpuOf(controller), apiServer: cpuOf(apiServer), etcd: cpuOf(etcd) };
  }
}

interface Doing {
  change: (this: void) => Promise<void>;
  /** What must have happened before rest counts. */
  isDone: (this: void, now: Activity) => boolean;
  /** Whether the controller's counters begin anew. */
  readonly isNewProcess?: boolean;
}

const nothing: Activity = { sets: new Map(), reconciles: 0, spent: new Map(), upToDate: 0, busy: false };

/** How often an ApplicationSet was reconciled since. */
function timesMore(now: Activity, had: Activity, set: string): number {
  return (now.sets.get(set) ?? 0) - (had.sets.get(set) ?? 0);
}
