import { z } from 'zod';

/** `clusters/rendered/policy.yaml`: stages, their order and gates, and teams. Read from main only. */
export const policy = z
  .strictObject({
    environments: z
      .record(z.string(), z.strictObject({ digests: z.enum(['demanded', 'recommended']) }).readonly())
      .readonly(),
    /** In topological order, ties by name. */
    stages: z
      .array(
        z
          .strictObject({
            name: z.string(),
            environment: z.string(),
            after: z.array(z.string()).readonly(),
            /** Seconds that a release must have been held before it counts as passed. */
            soak: z.int().min(0),
          })
          .readonly(),
      )
      .readonly(),
    teams: z.record(z.string(), z.strictObject({ owners: z.array(z.string()).readonly() }).readonly()).readonly(),
    platform: z.string(),
  })
  .readonly();

/** The content of policy.yaml. */
export type Policy = z.infer<typeof policy>;
