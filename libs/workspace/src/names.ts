import { type Diagnostic, error } from '@fleetwright/diagnostics';

/** Bytes of one name: file systems take 255, and a file that is being written has 14 more than its own. */
const longest = 240;

/** What Windows takes for a device, whatever follows a dot. */
const device = /^(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(\.|$)/i;

/** Folders whose content is not ours to write, at the root or anywhere. */
const foreign = /^(\.git|\.fleetwright|node_modules)$/i;

/**
 * FW5011 for every path that some file system cannot have beside the others: two that differ only in upper and lower case
 * or in how a letter is composed, a file where another needs a folder, names of devices, a dot or a space at the end.
 * Paths are relative, with `/`.
 */
export function checkNames(paths: Iterable<string>): readonly Diagnostic[] {
  const known: Known = { exact: new Map(), folded: new Map(), names: new Map() };
  const errors: Diagnostic[] = [];
  for (const path of paths) errors.push(...add(known, path, 'file'));
  return errors;
}

interface Known {
  readonly exact: Map<string, 'file' | 'folder'>;
  /** The first path of those that are the same where case does not count. */
  readonly folded: Map<string, string>;
  /** What is wrong with a name; there are far fewer names than paths. */
  readonly names: Map<string, string | undefined>;
}

function add(known: Known, path: string, as: 'file' | 'folder'): readonly Diagnostic[] {
  const before = known.exact.get(path);
  if (before === as) return [];
  if (before !== undefined) return [folderAndFile(path)];
  known.exact.set(path, as);
  const end = path.lastIndexOf('/');
  const above = end < 0 ? [] : add(known, path.slice(0, end), 'folder');
  const wrong = problemOf(known, path.slice(end + 1));
  if (wrong !== undefined) return [...above, unusable(path, wrong)];
  const key = path.normalize('NFC').toLowerCase();
  const twin = known.folded.get(key);
  if (twin !== undefined) return [...above, collision(twin, path)];
  known.folded.set(key, path);
  return above;
}

function problemOf({ names }: Known, name: string): string | undefined {
  if (!names.has(name)) names.set(name, problemWith(name));
  return names.get(name);
}

function problemWith(name: string): string | undefined {
  if (foreign.test(name)) return `"${name}" is not Fleetwright's to write`;
  if (device.test(name)) return `"${name}" is a device on Windows`;
  if (/[. ]$/.test(name)) return 'it ends in a dot or a space, which Windows drops';
  if (/[<>:"|?*\\\p{Cc}]/u.test(name)) return 'it has a character that Windows does not allow';
  const bytes = Buffer.byteLength(name);
  return bytes > longest ? `its name has ${bytes} bytes, and ${longest} are the most` : undefined;
}

function unusable(path: string, why: string): Diagnostic {
  const hint = 'give it another name, so that everybody can check the repository out';
  return error('FW5011', `${path} cannot be a file of the work tree: ${why}`, hint, { file: path });
}

function collision(first: string, second: string): Diagnostic {
  const hint = 'rename one of them: on macOS and Windows they are the same';
  return error('FW5011', `${first} and ${second} differ in upper and lower case only`, hint, { file: second });
}

function folderAndFile(path: string): Diagnostic {
  const hint = 'rename one of the two';
  return error('FW5011', `${path} would be a file and a folder`, hint, { file: path });
}
