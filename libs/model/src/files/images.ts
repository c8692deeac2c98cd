import { type Location, ok, type Result } from '@fleetwright/diagnostics';
import { z } from 'zod';
import { labelName, textThat } from '../engine/grammar.ts';
import type { Image } from '../engine/types.ts';
import { parseAs } from './document.ts';

// Grammar of the distribution project: https://pkg.go.dev/github.com/distribution/reference
const host = /^(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9.-]*[a-zA-Z0-9])(?::\d{1,5})?$/;
const pathPart = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;

function isImageName(text: string): boolean {
  const parts = text.split('/');
  const first = parts[0] ?? '';
  const hasHost = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  if (hasHost && !host.test(first)) return false;
  return text.length <= 255 && (hasHost ? parts.slice(1) : parts).every((part) => pathPart.test(part));
}

const code = 'FW1031';
/** Tags that look like numbers are numbers to YAML: 1.10 would be 1.1. */
const quotedTag = z.custom<string>((value) => typeof value === 'string' && /^\w[\w.-]{0,127}$/.test(value), {
  error: 'must be a tag in quotes',
  params: { code, hint: "quote it, such as '1.10'; at most 128 letters, digits, dots, hyphens, underscores" },
});

/** `images.yaml`: what stands behind each image slot of an app. Written by bots and by hand. */
export const images = z.record(
  labelName,
  z
    .strictObject({
      /** The image without tag and digest. */
      name: textThat(isImageName, 'is not the name of an image', {
        code,
        hint: 'without tag and digest, such as registry.example.com/shop/web',
      }),
      /** A tag, in quotes. A tag, a digest or both must be there. */
      tag: quotedTag.optional(),
      /** `sha256:` and 64 hexadecimal digits. */
      digest: textThat((text) => /^sha256:[0-9a-f]{64}$/.test(text), 'is not a digest', {
        code,
        hint: 'sha256: and 64 hexadecimal digits in lower case',
      }).optional(),
      /** Where the image was built from. */
      source: z
        .strictObject({
          /** URL of the repository. */
          repository: z.string().min(1),
          /** The whole id of a commit. */
          commit: textThat((text) => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(text), 'is not the id of a commit', {
            code,
            hint: 'all 40 (or 64) hexadecimal digits in lower case',
          }).optional(),
        })
        .readonly()
        .optional(),
    })
    .readonly()
    .refine((image) => image.tag !== undefined || image.digest !== undefined, {
      error: 'has neither a tag nor a digest',
      params: { code, hint: "add tag: '…' or digest: sha256:…" },
    }),
);

/** The content of an images.yaml. */
export type Images = z.infer<typeof images>;

/** The slots of an images.yaml, by name in code-unit order. */
export interface ParsedImages {
  readonly images: ReadonlyMap<string, Image>;
  /** As the file has it, sources included. */
  readonly document: Images;
  /** Where a slot stands. */
  at(this: void, slot: string): Location;
}

/** Reads an images.yaml. Errors: FW1031, FW5006, with line and column. */
export function parseImages(text: string, file: string): Result<ParsedImages> {
  const reference = 'images.yaml maps each slot to name, tag, digest and source';
  const parsed = parseAs({ schema: images, code, reference }, text, file);
  if (!parsed.ok) return parsed;
  const { value, locate } = parsed.value;
  const slots = Object.entries(value).map(([slot, { name, tag, digest }]): [string, Image] => [
    slot,
    { slot, name, tag, digest },
  ]);
  slots.sort(([a], [b]) => (a < b ? -1 : 1));
  return ok({ images: new Map(slots), document: value, at: (slot) => locate([slot]) });
}
