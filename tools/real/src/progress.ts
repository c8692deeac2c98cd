import { noProgress, type Progress } from '../../../libs/cli/src/progress.ts';
import { progressBar } from '../../../libs/cli/src/progress-bar.ts';

/** A line on standard error that moves; nothing where lines cannot be written over. */
export function shownProgress(): Progress {
  return process.stderr.isTTY && process.env['TERM'] !== 'dumb' ? progressBar(process.stderr) : noProgress;
}
