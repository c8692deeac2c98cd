/** The terminal that a person sits at; `undefined` unless they can both read the question and answer it. */
export function terminalAsk(): ((question: string) => Promise<boolean>) | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return askThere;
}

/** Shows all lines of `question`, and asks yes or no of its last one. Standard output is for data. */
async function askThere(question: string): Promise<boolean> {
  const { confirm } = await import('@clack/prompts');
  const lines = question.trimEnd().split('\n');
  const message = lines.pop() ?? '';
  if (lines.length > 0) process.stderr.write(`${lines.join('\n')}\n`);
  const answer = await confirm({ message, initialValue: false, output: process.stderr, withGuide: false });
  if (typeof answer === 'boolean') return answer;
  // Ctrl-C is a key to the prompt; it ends the command here as anywhere else, by the listener that it has for it.
  process.emit('SIGINT');
  return false;
}
