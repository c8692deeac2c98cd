/** The format that releases, facts, overlays and hubs are written in. It travels in releases like everything else. */
export const currentFormat = 1;

/** The formats that this version can still make overlays and hubs from: the current and the previous one. */
export const understoodFormats: readonly number[] = [1];
