import { sourcePrefix } from './place.ts';

/** A use of something that definitions may not use, as the fence noted it inside the realm. */
export interface Use {
  /** What was used, in words: `Date (the clock)`. */
  readonly what: string;
  /** The stack at the place of use. */
  readonly stack: string;
}

/** What the fence leaves to the host. */
export interface Fence {
  /** Every use so far, those included that the definition caught. */
  readonly uses: readonly Use[];
  /** Notes a use and throws, with an error of the realm. */
  readonly refuse: (what: string) => never;
}

const numbers = [
  'Int8',
  'Uint8',
  'Uint8Clamped',
  'Int16',
  'Uint16',
  'Int32',
  'Uint32',
  'Float16',
  'Float32',
  'Float64',
];
/** Names of globals, by what they would bring in. */
const outside: readonly (readonly [why: string, names: readonly string[]])[] = [
  ['the clock', ['Date', 'performance', 'Temporal']],
  ['a timer', ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'queueMicrotask']],
  ['randomness', ['crypto']],
  ['the network', ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'Request', 'Response']],
  ['the process and its environment variables', ['process', 'global', 'navigator']],
  ['output', ['console']],
  ['the file system', ['require', 'module', 'exports', '__dirname', '__filename']],
  ['the locale and time zone', ['Intl']],
  ['the garbage collector', ['WeakRef', 'FinalizationRegistry']],
  ['code made at run time', ['Function', 'WebAssembly']],
  // The limit of memory counts the heap of JavaScript only.
  [
    'raw memory',
    ['Buffer', 'SharedArrayBuffer', 'ArrayBuffer', 'DataView', 'Atomics', 'BigInt64Array', 'BigUint64Array'],
  ],
  ['raw memory', numbers.map((number) => `${number}Array`)],
];

/**
 * Takes away from a fresh realm what differs from run to run or reaches outside. It runs INSIDE that realm, from its own
 * source text, so it may use nothing but its argument and the language. A realm of `node:vm` has no process, require,
 * timers, fetch or crypto to begin with; the names are defined all the same, to say what is wrong.
 *
 * This is a fence against mistakes, not against malice: whoever wants out of a `node:vm` realm gets out of it. What a
 * hostile pull request can do is limited by where definitions are evaluated: never where a token is.
 */
function raiseFence(hidden: typeof outside, definitions: string): Fence {
  const uses: Use[] = [];
  const RealmError = Error;
  // Deep enough that the frame of the definition is there below frames of the library.
  RealmError.stackTraceLimit = 50;
  // Frames of libraries have paths of this machine, and `stack` is text that a definition may put into its data.
  Object.defineProperty(RealmError, 'prepareStackTrace', { value: stackOfDefinitions });

  function stackOfDefinitions(error: Error, frames: readonly NodeJS.CallSite[]): string {
    const lines = [RealmError.prototype.toString.call(error)];
    for (const frame of frames) {
      const file = frame.getFileName();
      if (!file?.startsWith(definitions)) continue;
      lines.push(`    at ${file}:${frame.getLineNumber()}:${frame.getColumnNumber()}`);
    }
    return lines.join('\n');
  }

  function refuse(what: string): never {
    const error = new RealmError(`${what} is not available in definitions`);
    uses.push({ what, stack: String(error.stack) });
    throw error;
  }
  function hide(owner: object, name: string, why: string): void {
    const get = (): never => refuse(`${name} (${why})`);
    Object.defineProperty(owner, name, { get, set: get, enumerable: false, configurable: false });
  }
  function disable(owner: object, name: string, what: string): void {
    Object.defineProperty(owner, name, { value: () => refuse(what), writable: false, configurable: false });
  }

  for (const sample of [() => 0, async () => 0, function* () {}, async function* () {}]) {
    const prototype: unknown = Reflect.getPrototypeOf(sample);
    if (prototype instanceof Object) disable(prototype, 'constructor', 'Function (code made at run time)');
  }
  for (const [why, names] of hidden) for (const name of names) hide(globalThis, name, why);
  disable(globalThis, 'eval', 'eval (code made at run time)');
  disable(Math, 'random', 'Math.random (randomness)');
  for (const name of ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase'])
    disable(String.prototype, name, `${name} (the locale)`);
  for (const owner of [Object, Array, Number, BigInt])
    disable(owner.prototype, 'toLocaleString', 'toLocaleString (the locale)');
  return { uses, refuse };
}

/** The program that raises the fence in the realm that runs it; its value is the {@link Fence}. */
export const fenceProgram = `(${raiseFence.toString()})(${JSON.stringify(outside)}, ${JSON.stringify(sourcePrefix)})`;
