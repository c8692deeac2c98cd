/*
 * Where an Argo CD reads from. Both land in templates of ApplicationSets, where braces would be evaluated, so they have the
 * characters that they need and no others.
 */

const host = String.raw`(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?`;
const path = String.raw`[\w.~%+@:=,&?/-]*`;
const url = new RegExp(`^(?:(?:https?|git)://|ssh://(?:[\\w.-]+@)?)${host}(?:/${path})?$`);
const scp = new RegExp(String.raw`^[\w.-]+@[\w.-]+:(?!//)${path}$`);

/** Whether a text is the URL of a git repository (http, https, ssh, git, or `user@host:path`) without credentials. */
export function isGitUrl(text: string): boolean {
  return url.test(text) || scp.test(text);
}

/**
 * Whether a text can name a branch, a tag or a commit: letters, digits and `_ . / + @ # = , % -`, as far as
 * `git check-ref-format` allows them.
 */
export function isGitRevision(text: string): boolean {
  if (text.length > 255 || !/^[\p{L}\p{N}_][\p{L}\p{N}_./+@#=,%-]*$/u.test(text)) return false;
  return (
    !text.includes('..') && text.split('/').every((part) => /^[^.].*(?<!\.)$/.test(part) && !part.endsWith('.lock'))
  );
}
