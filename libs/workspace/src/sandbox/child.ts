import { evaluateDefinition } from './evaluate.ts';
import { failure } from './failure.ts';
import type { Job, SandboxMessage } from './protocol.ts';
import { openSources } from './sources.ts';

/**
 * The program of a sandbox process: takes jobs from the pool one at a time, says what became of each. Arguments: the
 * absolute path of the work tree, and the milliseconds that a definition may take.
 */
function serve(root: string, timeoutMs: number): void {
  const sources = openSources(root);
  async function answer(job: Job): Promise<void> {
    try {
      send({ kind: 'outcome', outcome: await evaluateDefinition(job, sources, timeoutMs) });
    } catch (cause) {
      send({ kind: 'outcome', outcome: { diagnostics: [failure.crashed(job.file, String(cause))] } });
    }
  }
  process.on('message', (job: Job) => void answer(job));
  process.on('disconnect', () => process.exit());
  send({ kind: 'ready' });
}

function send(message: SandboxMessage): void {
  process.send?.(message);
}

serve(process.argv[2] ?? '', Number(process.argv[3]));
