/** What definitions are written with: `clusters/fleet.ts` imports this, apps import `#fleet`. */
export type { App, Definition, Platform, RetiredApp, RetiredPlatform, Rule } from './define/app.ts';
export type * from './define/container.ts';
export { defineFleet } from './define/define.ts';
export { type Encoded, encode, type NotData } from './define/encode.ts';
export type { Patch, PatchFunction, PatchInput, Raw, RawFunction, RawInput } from './define/escape.ts';
export type * from './define/fleet.ts';
export { type Fact, type FactType, type Late, type Scalar, t } from './define/late.ts';
export { FactUsedError } from './define/opaque.ts';
export type * from './define/process.ts';
export type * from './define/settings.ts';
export type { PlatformTweaks, ProbeTweak, ProcessTweak, ScaleTweak, StrategyTweak, Tweaks } from './define/tweak.ts';
