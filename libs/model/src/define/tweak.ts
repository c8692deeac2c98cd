import type { Probe } from './container.ts';
import type { Fact, Scalar } from './late.ts';
import type { FixedScale, HpaScale, Process, RollingStrategy, Scale, Strategy } from './process.ts';
import type { PlatformSettings, Settings } from './settings.ts';

/*
 * The override law: an object WITH `type` replaces, one without merges, null deletes an optional field, arrays replace.
 * Interfaces rather than aliases, so that compiler errors print a name and not a structure.
 */
type Tweak<T> = [T] extends [Scalar | Fact<Scalar> | readonly unknown[]]
  ? T
  : [T] extends [Probe]
    ? Probe | ProbeTweak
    : [T] extends [Process]
      ? Process | ProcessTweak
      : [T] extends [Scale]
        ? Scale | ScaleTweak
        : [T] extends [Strategy]
          ? Strategy | StrategyTweak
          : Fields<T>;

/** Any of the fields; null takes an optional one away, and so it does an entry of a map. */
type Fields<T> = {
  [K in keyof T]?: Tweak<NonNullable<T[K]>> | (string extends K ? null : undefined extends T[K] ? null : never);
};

/** The fields of one member of a union, without its `type`; those that only others have are forbidden. */
type Only<T, U> = { type?: never } & Fields<Omit<T, 'type'>> & { [K in Exclude<Keys<U>, keyof T>]?: never };
type Keys<U> = U extends unknown ? Exclude<keyof U, 'type'> : never;
type At<U, K> = U extends unknown ? (K extends keyof U ? U[K] : never) : never;
/** All fields of all members: which of them the process has is only known when it is merged. */
type Any<U> = { type?: never } & {
  [K in Keys<U>]?: Tweak<NonNullable<At<U, K>>> | (undefined extends At<U, K> ? null : never);
};

/** Changes fields of a process. */
export interface ProcessTweak extends Any<Process> {}
/** Changes fields of a fixed scale. */
export interface FixedScaleTweak extends Only<FixedScale, Scale> {}
/** Changes fields of a HorizontalPodAutoscaler. */
export interface HpaScaleTweak extends Only<HpaScale, Scale> {}
/** Changes fields of a scale: those of one type of scale. */
export type ScaleTweak = FixedScaleTweak | HpaScaleTweak;
/** Changes fields of a rolling update; `recreate` has none. */
export interface StrategyTweak extends Only<RollingStrategy, Strategy> {}
/** Changes fields of a probe. */
export interface ProbeTweak extends Any<Probe> {}

/** What an environment or a rule changes in an app. */
export interface Tweaks<P extends string> extends Fields<Omit<Settings<string>, 'processes'>> {
  /** By name; null takes the process away. */
  processes?: { [K in P]?: Process | ProcessTweak | null };
}

/** What an environment or a rule changes in a platform app. */
export interface PlatformTweaks extends Fields<PlatformSettings> {}
