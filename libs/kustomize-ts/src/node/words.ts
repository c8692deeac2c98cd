/** A command line that cannot be understood; the message has kustomize's words where it has some. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What a flag takes: nothing (or `=true`, `=false`), a text, the last of which counts, or texts. */
export interface Flag {
  readonly takes: 'nothing' | 'text' | 'texts';
  /** One letter, for `-x`. */
  readonly short?: string;
  /** What to use instead, said each time the flag is met. */
  readonly deprecated?: string;
}

/** What a command line says. */
export interface Words {
  readonly truths: ReadonlyMap<string, boolean>;
  /** Texts of each flag that takes some, in their order. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];
  /** A line for each time that a deprecated flag is met. */
  readonly warnings: readonly string[];
}

/**
 * Reads words as pflag does, which kustomize uses: flags stand anywhere, as `--flag=value`, `--flag value`, `-f=value`, `-fvalue` and
 * `-f value`, and a flag that takes a text takes the next word whatever it is. Throws a {@link UsageError}.
 */
export function readWords(words: readonly string[], flags: Readonly<Record<string, Flag>>): Words {
  const truths = new Map<string, boolean>();
  const texts = new Map<string, string[]>();
  const positionals: string[] = [];
  const warnings: string[] = [];
  const set = (name: string, flag: Flag, value: string): void => {
    if (flag.takes === 'nothing') truths.set(name, truthOf(value, name, flag));
    else texts.set(name, [...(texts.get(name) ?? []), value]);
    if (flag.deprecated !== undefined) warnings.push(`Flag --${name} has been deprecated, ${flag.deprecated}`);
  };
  const rest = words.values();
  for (const word of rest) {
    if (word === '--') positionals.push(...rest);
    else if (word.startsWith('--')) readLong(word, flags, rest, set);
    else if (word.startsWith('-') && word !== '-') readShort(word, flags, rest, set);
    else positionals.push(word);
  }
  return { truths, texts, positionals, warnings };
}

type Rest = Iterator<string, undefined>;
type Set = (name: string, flag: Flag, value: string) => void;

function readLong(word: string, flags: Readonly<Record<string, Flag>>, rest: Rest, set: Set): void {
  const [name, value] = cut(word.slice(2));
  if (name === '' || name.startsWith('-')) throw new UsageError(`bad flag syntax: ${word}`);
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (flag === undefined) throw new UsageError(`unknown flag: --${name}`);
  if (value !== undefined) return set(name, flag, value);
  if (flag.takes === 'nothing') return set(name, flag, 'true');
  set(name, flag, nextOf(rest, `--${name}`));
}

/** Letters without a value, and a last one that may have what follows it as its value. */
function readShort(word: string, flags: Readonly<Record<string, Flag>>, rest: Rest, set: Set): void {
  for (let letters = word.slice(1); letters !== ''; letters = letters.slice(1)) {
    const letter = letters.charAt(0);
    const [name, flag] = Object.entries(flags).find(([, { short }]) => short === letter) ?? [];
    if (name === undefined || flag === undefined) {
      throw new UsageError(`unknown shorthand flag: '${letter}' in -${letters}`);
    }
    const behind = letters.slice(1);
    if (behind.length > 1 && behind.startsWith('=')) return set(name, flag, behind.slice(1));
    if (flag.takes !== 'nothing') return set(name, flag, behind || nextOf(rest, `'${letter}' in -${letters}`));
    set(name, flag, 'true');
  }
}

function cut(text: string): readonly [string, string?] {
  const sign = text.indexOf('=');
  return sign < 0 ? [text] : [text.slice(0, sign), text.slice(sign + 1)];
}

function nextOf(rest: Rest, name: string): string {
  const next = rest.next();
  if (next.done === true) throw new UsageError(`flag needs an argument: ${name}`);
  return next.value;
}

/** As strconv.ParseBool of Go reads it. */
function truthOf(value: string, name: string, { short }: Flag): boolean {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(value)) return false;
  const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
  const given = JSON.stringify(value);
  throw new UsageError(
    `invalid argument ${given} for "${names}" flag: strconv.ParseBool: parsing ${given}: invalid syntax`,
  );
}
