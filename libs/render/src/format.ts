/** A format that some of our files are written in. */
export interface Format {
  /** The one that this version writes. */
  readonly current: number;
  /** Those that this version can still make overlays and hubs from: the current and the previous one. */
  readonly understood: readonly number[];
}

/** Of an app's release, and of the overlays made from it. It travels in the release. What `deploy/formats/1.ts` lists is what such releases may hold. */
export const releaseFormat: Format = { current: 1, understood: [1] };

/**
 * Of what a stage knows of its clusters, and of the facts and hubs made from it. It travels in releases of `fleet`; a hub follows the last of its stages.
 * Since 2 an AppProject and a registration are synced before the ApplicationSets that need them, a registration that is no longer listed does not make
 * the root OutOfSync, and a sync that fails is tried again until it succeeds.
 */
export const fleetFormat: Format = { current: 2, understood: [1, 2] };
