import { common } from './common.ts';
import { facts } from './facts.ts';
import { images } from './images.ts';
import { releaseFile } from './release.ts';
import type { Emitter } from './release-content.ts';
import { variant } from './variant.ts';

/** The files of a release. */
export const emitters: readonly Emitter[] = [common, facts, images, releaseFile, variant];
