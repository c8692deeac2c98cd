import { z } from 'zod';

/** Chooses clusters by labels: every label named has one of the values. */
const condition = z.record(z.string(), z.array(z.string()).readonly()).readonly();

/**
 * `rendered/<environment>/config/release.yaml`: what overlays, hubs and promotion need to know of a release. It travels with
 * it, so whoever reads it reads what the release's own time wrote.
 */
export const release = z
  .strictObject({
    /** The format of the release and of the overlays made from it. */
    format: z.int(),
    /** The app. */
    app: z.string(),
    /** The team that owns it. */
    team: z.string(),
    /** The environment that it was rendered for. */
    environment: z.string(),
    /** The namespace that it lives in. */
    namespace: z.string(),
    /** Namespaces besides `namespace` that its objects live in. */
    namespaces: z.array(z.string()).readonly(),
    /** Whether joining clusters get it too. */
    addOn: z.boolean(),
    /** Whether it owns objects that belong to no namespace: platform apps only. */
    platform: z.boolean(),
    /** Empty: every cluster of the stage. Otherwise the clusters that one of the conditions fits. */
    placement: z.array(condition).readonly(),
    /** Rules of this environment by name. */
    rules: z.record(z.string(), condition).readonly(),
    /** Labels whose value is part of the variant's name besides the rules. */
    reads: z.array(z.string()).readonly(),
    /** Folders below `config`. */
    variants: z.array(z.string()).readonly(),
    /** Facts that a cluster must have, with their type. */
    facts: z.record(z.string(), z.enum(['text', 'integer', 'boolean', 'one-of'])).readonly(),
    /** Labels that placement, rules and kinds ask for, with the values that the release knows. */
    labels: z.record(z.string(), z.array(z.string()).readonly()).readonly(),
    /** `<group>/<Kind>` of every object, the group empty for the core. */
    kinds: z.array(z.string()).readonly(),
  })
  .readonly();

/** The content of a release.yaml. */
export type Release = z.infer<typeof release>;
