import type { BinaryName } from '../programs.ts';

/**
 * How long each takes with an empty Go cache on two cores, in seconds, measured in this order: it is the order of building, clusters first.
 * Later ones find much in the cache that earlier ones have compiled.
 */
export const coldSeconds: Readonly<Record<BinaryName, number>> = {
  etcd: 57,
  'kube-apiserver': 286,
  kubectl: 37,
  argocd: 274,
  'kube-controller-manager': 65,
  'kube-scheduler': 6,
  kwok: 75,
  'rollouts-controller': 234,
};

/** A program that was, is or will be built. All in seconds. */
export interface Task {
  /** On the machine where {@link coldSeconds} were measured. */
  readonly expected: number;
  /** Since it began; `undefined` before that. */
  readonly elapsed: number | undefined;
}

/** How far a build is. */
export interface Estimate {
  /** 0 to 1 */
  readonly part: number;
  /** Seconds that are left. */
  readonly left: number;
}

/** One small program says little of the machine and its cache: until this many seconds are seen, what was expected counts too. */
const doubt = 60;

/** How far a build is, and when it ends if all goes on as fast as what is done. @param current the task that is under way, the last of those that began */
export function estimate(done: readonly Task[], current: Task, waiting: readonly Task[]): Estimate {
  const pace = (sum(done, ({ elapsed }) => elapsed) + doubt) / (sum(done, ({ expected }) => expected) + doubt);
  const begun = Math.min((current.elapsed ?? 0) / pace, current.expected);
  const spent = sum(done, ({ expected }) => expected) + begun;
  const left = current.expected - begun + sum(waiting, ({ expected }) => expected);
  return { part: spent + left === 0 ? 1 : spent / (spent + left), left: left * pace };
}

function sum(tasks: readonly Task[], of: (task: Task) => number | undefined): number {
  let total = 0;
  for (const task of tasks) total += of(task) ?? 0;
  return total;
}
