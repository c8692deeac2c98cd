import { z } from 'zod';

/** A cluster as its stage knows it. */
export const stageCluster = z
  .strictObject({
    /** The hub that serves it. */
    hub: z.string(),
    /** URL of its API server. */
    server: z.string(),
    /** The version it runs, such as `1.36`. */
    kubernetes: z.string(),
    /** `joining` gets add-ons only; `draining` keeps what it has; `gone` has nothing. */
    state: z.enum(['joining', 'active', 'draining', 'gone']),
    /** Value of each label, by name. */
    labels: z.record(z.string(), z.string()).readonly(),
    /** Value of each fact, by name. */
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
    /** What its Argo CD reads. */
    repository: z
      .strictObject({
        /** Where it is cloned from. */
        url: z.string(),
        /** Branch or ref. */
        revision: z.string(),
      })
      .readonly(),
  })
  .readonly();

/** `clusters/rendered/<stage>/clusters.yaml`: all that a stage knows of the fleet, once it is promoted. */
export const clusters = z
  .strictObject({
    /** The format of this file, and of the facts and hubs made from it. */
    format: z.int(),
    /** The stage that this is for. */
    stage: z.string(),
    /** How its clusters are configured. */
    environment: z.string(),
    /** Every stage that comes before this one, directly or not: what must be single in a hub follows the last stage. */
    follows: z.array(z.string()).readonly(),
    /** The team that owns add-ons and platform apps. */
    platform: z.string(),
    /** The hubs that serve its clusters, by name. */
    hubs: z.record(z.string(), stageHub).readonly(),
    /** Its clusters, by name. */
    clusters: z.record(z.string(), stageCluster).readonly(),
  })
  .readonly();

/** The content of a clusters.yaml. */
export type Clusters = z.infer<typeof clusters>;
/** A cluster of a clusters.yaml. */
export type StageCluster = z.infer<typeof stageCluster>;
/** A hub of a clusters.yaml. */
export type StageHub = z.infer<typeof stageHub>;
