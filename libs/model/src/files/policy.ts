import { z } from 'zod';

/** `clusters/rendered/policy.yaml`: stages, their order and gates, and teams. Read from main only. */
export const policy = z
  .strictObject({
    /** How each environment is treated, by name. */
    environments: z
      .record(
        z.string(),
        z
          .strictObject({
            /** Whether an image must be pinned by digest. */
            digests: z.enum(['demanded', 'recommended']),
          })
          .readonly(),
      )
      .readonly(),
    /** In topological order, ties by name. */
    stages: z
      .array(
        z
          .strictObject({
            /** Its name. */
            name: z.string(),
            /** How its clusters are configured. */
            environment: z.string(),
            /** The stages that a release must have passed. */
            after: z.array(z.string()).readonly(),
            /** Seconds that a release must have been held before it counts as passed. */
            soak: z.int().min(0),
          })
          .readonly(),
      )
      .readonly(),
    /** The teams and who is in them, by name. */
    teams: z
      .record(
        z.string(),
        z
          .strictObject({
            /** GitHub users or teams. */
            owners: z.array(z.string()).readonly(),
          })
          .readonly(),
      )
      .readonly(),
    /** The team that owns `fleet`, add-ons and platform apps. */
    platform: z.string(),
  })
  .readonly();

/** The content of policy.yaml. */
export type Policy = z.infer<typeof policy>;
