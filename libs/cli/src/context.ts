import type { Result } from '@fleetwright/diagnostics';
import type { WorkTree } from '@fleetwright/workspace';
import type { Progress } from './progress.ts';

/** What a command knows of where it was started; the only way in which the surroundings reach it. */
export interface Context {
  /** Root of the work tree. */
  readonly root: string;
  /** Whether people read the output on a terminal that shows colours. */
  readonly color: boolean;
  /** Width of the terminal; 80 where there is none. */
  readonly columns: number;
  /** Seconds since 1970. */
  readonly now: number;
  /** Through which files are written; nobody else reads or writes while the command runs. Of a command with access `none` it writes nothing. */
  readonly tree: WorkTree;
  /** Opens the work tree, for commands with access `none`: close what it gives. */
  readonly openTree: () => Promise<Result<WorkTree>>;
  /** Shows how far a long step is. */
  readonly progress: Progress;
  /** Says something on standard error while the command still runs; for those that run until they are interrupted. */
  readonly say: (text: string) => void;
  /** Asks the person at the terminal yes or no; `undefined` where nobody can be asked. */
  readonly ask?: (question: string) => Promise<boolean>;
}
