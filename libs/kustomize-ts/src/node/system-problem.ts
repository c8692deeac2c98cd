/** What the system refused, in the order of Go: `open a/b: permission denied`. */
export interface SystemProblem {
  /** Such as `EACCES`. */
  readonly code: string;
  readonly call: string;
  readonly why: string;
  readonly message: string;
}

/** Reads what Node throws when the system refuses something (`EACCES: permission denied, open 'a/b'`); `undefined` for anything else. `path`: as it is to be called. */
export function systemProblem(problem: unknown, path?: string): SystemProblem | undefined {
  if (!(problem instanceof Error && 'code' in problem && typeof problem.code === 'string')) return undefined;
  const { code, message } = problem;
  const [, why = message, call = 'open'] = /^\w+: (.+?), (\w+)/s.exec(message) ?? [];
  const named = path ?? ('path' in problem && typeof problem.path === 'string' ? problem.path : undefined);
  return { code, call, why, message: `${call}${named === undefined ? '' : ` ${named}`}: ${why}` };
}
