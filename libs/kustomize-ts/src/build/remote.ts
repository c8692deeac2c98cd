/** A Git repository as kustomize reads it out of a path. */
export interface RepoSpec {
  readonly host: string;
  readonly repoPath: string;
  /** Folder in the repository. */
  readonly path: string;
  readonly ref: string;
}

/** Whether kustomize would fetch this over HTTP, as `IsRemoteFile` of its loader. */
export function isRemoteFile(path: string): boolean {
  return /^https?:/i.test(path) && !/\p{Cc}/u.test(path);
}

const schemes = ['ssh://', 'https://', 'http://', 'file://'];

/** The repository that a path names, `undefined` for local paths; as `NewRepoSpecFromURL` of kustomize decides it. */
export function repoSpecOf(path: string): RepoSpec | undefined {
  // Most paths lead to folders nearby; hosts begin with letters.
  if (path.startsWith('/') || path.startsWith('.')) return undefined;
  const [address = '', ...query] = path.split('?');
  const host = hostOf(address);
  if (host === undefined) return undefined;
  const parts = pathsOf(host.rest, host.host.startsWith('file://'));
  if (parts === undefined || parts.repoPath === '') return undefined;
  if (exitsRepo(parts.path)) return undefined;
  const ref = new URLSearchParams(query.join('?'));
  return {
    host: host.host,
    repoPath: parts.repoPath,
    path: parts.path.replace(/^\//, ''),
    ref: [ref.get('ref'), ref.get('version')].find((each) => each !== null && each !== '') ?? '',
  };
}

function hostOf(address: string): { readonly host: string; readonly rest: string } | undefined {
  const unforced = address.replace(/^git::/i, '');
  const lowered = unforced.toLowerCase();
  const scheme = schemes.find((each) => lowered.startsWith(each)) ?? '';
  const withUser = unforced.slice(scheme.length);
  const user = /^[a-zA-Z][a-zA-Z0-9-]*@/.exec(withUser)?.[0] ?? '';
  const rest = withUser.slice(user.length);
  const isGithub = /^github\.com[/:]/i.test(rest);
  const isScp = scheme === '' && (user !== '' || isGithub);
  if (scheme === '' && !isScp) return undefined;
  if (scheme === 'file://') return { host: scheme, rest: user + rest };
  const end = hostEnd(rest, isScp);
  const host = end < 0 ? rest : rest.slice(0, end + 1);
  const path = end < 0 ? '' : rest.slice(end + 1);
  if (isGithub) return { host: githubHost(scheme, user), rest: path };
  return host === '' ? undefined : { host: scheme + user + host, rest: path };
}

function githubHost(scheme: string, user: string): string {
  return scheme === 'ssh://' || user !== '' ? `${user}github.com:` : 'https://github.com/';
}

/** Where the host ends: at the first slash, or at the colon before it where `user@host:path` is possible. */
function hostEnd(rest: string, isScp: boolean): number {
  const slash = rest.indexOf('/');
  if (!isScp) return slash;
  const colon = rest.indexOf(':');
  return slash === -1 || (colon > 0 && colon < slash) ? colon : slash;
}

/** Splits the path of the repository from that of the folder in it, by the marks people use, else after two parts. */
function pathsOf(rest: string, isWhole: boolean): { readonly repoPath: string; readonly path: string } | undefined {
  const azure = rest.indexOf('_git/');
  if (azure >= 0) {
    const [repo = '', ...below] = rest.slice(azure + 5).split('/');
    return { repoPath: rest.slice(0, azure + 5) + repo, path: below.join('/') };
  }
  const double = rest.indexOf('//');
  if (double >= 0) return { repoPath: rest.slice(0, double), path: rest.slice(double + 2) };
  const suffix = rest.indexOf('.git');
  if (suffix >= 0) return { repoPath: rest.slice(0, suffix + 4), path: rest.slice(suffix + 4) };
  if (isWhole) return { repoPath: rest, path: '' };
  const parts = rest.split('/');
  return parts.length < 2 ? undefined : { repoPath: parts.slice(0, 2).join('/'), path: parts.slice(2).join('/') };
}

function exitsRepo(path: string): boolean {
  let depth = 0;
  for (const part of path.replace(/^\//, '').split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}
