/**
 * A file path with one more part at a position from 0; too large a one is the end, and an absolute path stays absolute. As `InsertPathPart` of
 * kyaml/filesys/util.go does.
 */
export function insertPathPart(path: string, position: number, part: string): string {
  if (part === '') return path;
  const parts = splitFilePath(path);
  const at = Math.min(position, parts.length);
  // The empty part before the first slash does not count.
  const shift = parts[0] === '' && at < parts.length ? 1 : 0;
  return joinFilePath(parts.toSpliced(at + shift, 0, part));
}

function splitFilePath(path: string): readonly string[] {
  const parts: string[] = [];
  let rest = path;
  while (rest !== '') {
    const slash = rest.lastIndexOf('/');
    const name = rest.slice(slash + 1);
    if (slash === 0) return name === '' ? ['', ...parts] : ['', name, ...parts];
    parts.unshift(name);
    rest = slash < 0 ? '' : rest.slice(0, slash);
  }
  return parts;
}

function joinFilePath(parts: readonly string[]): string {
  const [first = '', ...others] = parts;
  return first === '' ? `/${cleanJoin(others)}` : cleanJoin(parts);
}

/** `filepath.Join` of Go: no empty parts, no `.`, and `..` takes the part before it away. */
function cleanJoin(parts: readonly string[]): string {
  const filled = parts.filter((part) => part !== '').join('/');
  if (filled === '') return '';
  const isAbsolute = filled.startsWith('/');
  const kept: string[] = [];
  for (const part of filled.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isAbsolute) kept.push('..');
  }
  const joined = kept.join('/');
  return isAbsolute ? `/${joined}` : joined || '.';
}
