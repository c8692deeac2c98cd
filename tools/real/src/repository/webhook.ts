/** What one commit did. */
export interface Commit {
  readonly id: string;
  readonly tree: string;
  readonly message: string;
  /** ISO 8601. */
  readonly time: string;
  readonly author: Person;
  readonly committer: Person;
  /** Paths, from the root of the repository. A renamed file is removed and added. */
  readonly added: readonly string[];
  readonly modified: readonly string[];
  readonly removed: readonly string[];
}

/** Somebody as git knows them. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** A branch that moved, as plain data. */
export interface Push {
  /** Where the repository is cloned from: `http://127.0.0.1:7000/fleet.git`. */
  readonly url: string;
  readonly defaultBranch: string;
  /** `refs/heads/main`. */
  readonly ref: string;
  /** Commits; {@link nowhere} where the branch was not there before, or is not after. */
  readonly before: string;
  readonly after: string;
  /** Whether `before` is not in the history of `after`. */
  readonly forced: boolean;
  /** What changed from `before` to `after`, oldest first. */
  readonly commits: readonly Commit[];
}

/** The commit of a branch that is not there, in git and in webhooks. */
export const nowhere = '0'.repeat(40);

/**
 * The body of the webhook that GitHub sends after a push
 * (https://docs.github.com/en/webhooks/webhook-events-and-payloads#push): what Argo CD reads of it, and what a reader of
 * it may expect beside that.
 */
export function pushEvent({ url, defaultBranch, ref, before, after, forced, commits }: Push): object {
  // Argo CD takes the page of a repository and finds the URLs to clone from by it: with and without `.git`.
  const page = url.replace(/\.git$/, '');
  const name = new URL(page).pathname.slice(1);
  const described = commits.map((commit) => describe(page, commit));
  const head = commits.at(-1);
  return {
    ref,
    before,
    after,
    created: before === nowhere,
    deleted: after === nowhere,
    forced,
    base_ref: null,
    compare: `${page}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: described,
    head_commit: described.at(-1) ?? null,
    repository: {
      name: name.split('/').at(-1),
      full_name: name,
      html_url: page,
      url: page,
      clone_url: url,
      git_url: url,
      default_branch: defaultBranch,
      master_branch: defaultBranch,
      private: false,
    },
    ...(head && { pusher: head.committer }),
  };
}

function describe(
  page: string,
  { id, tree, message, time, author, committer, added, modified, removed }: Commit,
): object {
  return {
    id,
    tree_id: tree,
    distinct: true,
    message,
    timestamp: time,
    url: `${page}/commit/${id}`,
    author,
    committer,
    added,
    modified,
    removed,
  };
}
