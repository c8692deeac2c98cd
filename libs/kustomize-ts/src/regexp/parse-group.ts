import { problem } from './problem.ts';
import type { Source } from './source.ts';

/** What `(?ims)` set. */
export interface Flags {
  readonly fold: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
}

/** What `(?…` says: whether it opens a group, and the flags in it, or from here on. */
export interface Group {
  readonly opens: boolean;
  readonly capturing: boolean;
  readonly flags: Flags;
}

/** Reads what begins with `(?`. As `parsePerlFlags` of regexp/syntax/parse.go does. */
export function readGroup(source: Source, flags: Flags): Group {
  const { rest } = source;
  if (rest.startsWith('(?<') && rest.length > 3) return readName(source, flags, 3);
  if (rest.startsWith('(?P<') && rest.length > 4) return readName(source, flags, 4);
  return readFlags(source, flags);
}

function readName(source: Source, flags: Flags, start: number): Group {
  const { rest } = source;
  const end = rest.indexOf('>');
  if (end < 0) problem('invalid named capture', rest, source.at);
  if (!/^[A-Za-z0-9_]+$/.test(rest.slice(start, end)))
    problem('invalid named capture', rest.slice(0, end + 1), source.at);
  source.skip(end + 1);
  return { opens: true, capturing: true, flags };
}

function readFlags(source: Source, before: Flags): Group {
  const start = source.position;
  source.skip(2);
  const set = new Map<string, boolean>();
  let value = true;
  let sawFlag = false;
  while (!source.atEnd) {
    const letter = String.fromCodePoint(source.next());
    if (/[imsU]/.test(letter)) {
      set.set(letter, value);
      sawFlag = true;
    } else if (letter === '-' && value) {
      value = false;
      sawFlag = false;
    } else if ((letter === ':' || letter === ')') && (value || sawFlag)) {
      return { opens: letter === ':', capturing: false, flags: changed(before, set) };
    } else break;
  }
  return problem('invalid or unsupported Perl syntax', source.since(start), source.at);
}

/** `U` says how much a repetition takes, which makes no difference to whether there is a match. */
function changed(flags: Flags, set: ReadonlyMap<string, boolean>): Flags {
  return {
    fold: set.get('i') ?? flags.fold,
    multiLine: set.get('m') ?? flags.multiLine,
    dotAll: set.get('s') ?? flags.dotAll,
  };
}
