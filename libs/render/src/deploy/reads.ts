/** One app on one cluster. */
export interface Placement {
  readonly cluster: string;
  readonly app: string;
  readonly stage: string;
  /** The folder of the stage that the cluster runs: `<app>`, or `<app>@<cluster>` when it is pinned. */
  readonly entry: string;
  readonly variant: string;
}

/** The folder of an overlay, from `clusters/`. */
export function overlayFolder(placement: Placement): string {
  return `overlays/${placement.cluster}/${placement.app}`;
}

/**
 * Every folder that building an overlay reads, from `clusters/`, those inside another one left out. This is the one place that says it:
 * the overlay's kustomization refers to some of them, and Argo CD builds again only when a file below one of them changes.
 */
export function readsOf(placement: Placement): readonly string[] {
  const copy = `stages/${placement.stage}/${placement.entry}`;
  return [
    overlayFolder(placement),
    factsFolder(placement.cluster),
    `${copy}/config/common`,
    variantFolder(placement),
    `${copy}/images`,
  ];
}

/** The folder with the facts of a cluster, from `clusters/`. */
export function factsFolder(cluster: string): string {
  return `facts/${cluster}`;
}

/** The folder of the variant that an overlay builds on, from `clusters/`; its Component for facts is `facts` in it. */
export function variantFolder(placement: Placement): string {
  return `stages/${placement.stage}/${placement.entry}/config/${placement.variant}`;
}
