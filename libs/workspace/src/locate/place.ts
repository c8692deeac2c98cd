/** A place in a file; the file may be one that the definition imports. Line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The text of a file by its path from the root of the work tree; `undefined` when it cannot be read. */
export type Read = (file: string) => string | undefined;

/** Path of a value in a definition or document. */
export type Path = readonly (string | number)[];

/** Finds places in one file. */
export type Locator = (path: Path) => Place | undefined;
