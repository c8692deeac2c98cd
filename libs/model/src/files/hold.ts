import { z } from 'zod';

/** A git tree sha. */
const tree = z.string().regex(/^[0-9a-f]{40}$/, 'must be a git tree sha of 40 digits');

/**
 * `clusters/stages/…hold.yaml` and `…freeze.yaml`: nothing here for now, or not these halves of a release. Written by people, or by a
 * movement that needs one: a rollback keeps out what it left, a pin tells why it is there.
 */
export const hold = z
  .strictObject({
    /** Why, for whoever wonders. */
    reason: z.string().min(1),
    /** Who holds: `Ada Lovelace <ada@example.com>`. */
    author: z.string().min(1),
    /** When it should end, in UTC: `2026-12-01T00:00:00Z`. Nothing ends by itself: from then on its removal is due. Absent: until somebody ends it. */
    until: z.iso.datetime().optional(),
    /** The halves of releases that may not come; releases with others may. Absent: nothing may. */
    not: z
      .strictObject({
        /** Git tree sha of a `config`. */
        config: tree.optional(),
        /** Git tree sha of an `images`. */
        images: tree.optional(),
      })
      .readonly()
      .optional(),
  })
  .readonly();

/** The content of a hold or freeze file. */
export type Hold = z.infer<typeof hold>;
