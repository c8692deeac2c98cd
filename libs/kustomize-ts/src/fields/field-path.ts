import { goInteger } from '../text/go-number.ts';
import { trimSpace } from '../text/trim-space.ts';

/**
 * The parts of a path; a delimiter after a backslash is part of a name, one delimiter at the very start means nothing. As `PathSplitter` of
 * kyaml/utils/pathsplitter.go does.
 */
export function splitPath(path: string, delimiter: string): readonly string[] {
  const pieces = path.split(delimiter);
  const parts: string[] = [];
  let open: string | undefined;
  for (const piece of pieces.length > 1 && pieces[0] === '' ? pieces.slice(1) : pieces) {
    const part: string = open === undefined ? piece : open + delimiter + piece;
    open = part.endsWith('\\') ? part.slice(0, -1) : undefined;
    if (open === undefined) parts.push(part);
  }
  // Nothing follows the last backslash, so that it stands for itself.
  if (open !== undefined) parts.push(`${open}\\`);
  return parts;
}

/**
 * The same, but what stands in brackets is one part: `[name=a.b]` keeps its brackets, `[a.b]` (without `=`) loses them when there was a delimiter in it. As
 * `SmarterPathSplitter` of kyaml/utils/pathsplitter.go does.
 */
export function splitBracketedPath(path: string, delimiter: string): readonly string[] {
  const result: string[] = [];
  let bracketed: string[] = [];
  for (const part of splitPath(path, delimiter)) {
    if (bracketed.length === 0 && (!part.startsWith('[') || part.endsWith(']'))) {
      result.push(part);
      continue;
    }
    bracketed.push(part);
    if (bracketed.length > 1 && part.endsWith(']')) {
      result.push(joined(bracketed, delimiter));
      bracketed = [];
    }
  }
  if (bracketed.length > 0) result.push(joined(bracketed, delimiter));
  return result;
}

function joined(parts: readonly string[], delimiter: string): string {
  const text = parts.join(delimiter);
  return text.includes('=') ? text : text.replace(/^[[\]]+|[[\]]+$/g, '');
}

/** A part of the path of a field specification. */
export interface FieldPart {
  /** As written, without `[]`. */
  readonly name: string;
  /** `name[]`: a list must be there. */
  readonly isSequence: boolean;
  readonly step: PathStep;
}

/** The parts of the path of a field specification. */
export function fieldParts(path: string): readonly FieldPart[] {
  return splitPath(path, '/').map((part) => {
    const isSequence = part.endsWith('[]');
    const name = isSequence ? part.slice(0, -2) : part;
    return { name, isSequence, step: pathStep(name) };
  });
}

/** How kyaml takes one part of a path: an index of a list (-1 for `-`, its last item), an item of a list by the value of a field, or the key of a mapping. */
export type PathStep =
  | { readonly kind: 'self' }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'item'; readonly key: string; readonly value: string }
  | { readonly kind: 'key'; readonly key: string };

/** What kyaml makes of a part, without the space around it (`cleanPath` of yaml/match.go, `getFilter` of yaml/fns.go). `self`: nothing is left of it. */
export function pathStep(untrimmed: string): PathStep {
  const part = trimSpace(untrimmed);
  if (part === '') return { kind: 'self' };
  const index = goInteger(part);
  if (index !== undefined && index < 0n) return problem(`array index ${index} cannot be negative`);
  if (index !== undefined) return { kind: 'index', index: Number(index) };
  if (part === '-') return { kind: 'index', index: -1 };
  if (part === '*') return problem('wildcard is not supported in PathGetter');
  if (!part.startsWith('[') || !part.endsWith(']')) return { kind: 'key', key: part };
  const inner = part.slice(1, -1);
  const equals = inner.indexOf('=');
  if (equals < 0) return problem('list path element must contain fieldName=fieldValue for element to match');
  return { kind: 'item', key: inner.slice(0, equals), value: inner.slice(equals + 1) };
}

function problem(message: string): PathStep {
  return { kind: 'problem', message };
}
