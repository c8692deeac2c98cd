import { z } from 'zod';

/** A cluster as its stage knows it. */
export const stageCluster = z
  .strictObject({
    hub: z.string(),
    server: z.string(),
    kubernetes: z.string(),
    state: z.enum(['joining', 'active', 'draining', 'gone']),
    labels: z.record(z.string(), z.string()).readonly(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).readonly(),
  })
  .readonly();

/** A hub as a stage knows it. */
export const stageHub = z
  .strictObject({
    /** Number of ApplicationSets per app. */
    buckets: z.int().min(1),
    /** Namespace of its Argo CD. */
    namespace: z.string(),
    repository: z.strictObject({ url: z.string(), revision: z.string() }).readonly(),
  })
  .readonly();

/** `clusters/rendered/<stage>/clusters.yaml`: all that a stage knows of the fleet, once it is promoted. */
export const clusters = z
  .strictObject({
    /** The format of overlays, facts and hubs. */
    format: z.int(),
    stage: z.string(),
    environment: z.string(),
    /** Every stage that comes before this one, directly or not: what must be single in a hub follows the last stage. */
    follows: z.array(z.string()).readonly(),
    /** The team that owns add-ons and platform apps. */
    platform: z.string(),
    hubs: z.record(z.string(), stageHub).readonly(),
    clusters: z.record(z.string(), stageCluster).readonly(),
  })
  .readonly();

/** The content of a clusters.yaml. */
export type Clusters = z.infer<typeof clusters>;
/** A cluster of a clusters.yaml. */
export type StageCluster = z.infer<typeof stageCluster>;
/** A hub of a clusters.yaml. */
export type StageHub = z.infer<typeof stageHub>;
