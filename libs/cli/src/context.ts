/** What a command knows of where it was started; the only way in which the surroundings reach it. */
export interface Context {
  /** Root of the work tree. */
  readonly root: string;
  /** Whether people read the output on a terminal that shows colours. */
  readonly color: boolean;
  /** Seconds since 1970. */
  readonly now: number;
  /** Folders to look for programs in. */
  readonly path: readonly string[];
}
