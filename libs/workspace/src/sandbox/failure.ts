import { type Diagnostic, error, type Location } from '@fleetwright/diagnostics';
import type { NotData } from '@fleetwright/model';
import type { Use } from './fence.ts';
import { placeInStack } from './place.ts';
import { modelPackage } from './resolve.ts';

/** Carries diagnostics through code that throws, up to whoever evaluates the definition. */
export class Failed extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super('a definition cannot be loaded');
    this.diagnostics = diagnostics;
  }
}

/** What can be wrong with a definition, in words. `file` is the definition; the place may be in a file that it imports. */
export const failure = {
  syntax(file: string, cause: unknown): Diagnostic {
    return error(
      'FW1001',
      `does not parse: ${messageOf(cause)}`,
      'correct the syntax; an editor with TypeScript shows the place',
      { file },
    );
  },
  missingFile(specifier: string, at: Location): Diagnostic {
    return error('FW1001', `there is no file "${specifier}"`, 'correct the path, or add the file', at);
  },
  refusedImport(specifier: string, why: string, at: Location): Diagnostic {
    return error('FW1002', `imports "${specifier}"`, why, at);
  },
  missingExport(file: string, name: string, specifier: string, at: Location): Diagnostic {
    const hint =
      name === 'default'
        ? 'import what the file exports by its name'
        : 'correct the name, or export it there; types are imported with "import type"';
    return error('FW1001', `"${specifier}" does not export ${name}${onBehalfOf(file, at)}`, hint, at);
  },
  used(file: string, use: Use): Diagnostic {
    const hint = use.what.startsWith('import of')
      ? `definitions import only ${modelPackage}, #fleet and files of their own area`
      : 'a definition gives the same data wherever and whenever it is evaluated: write the value down, or make it a fact of the cluster';
    const place = placeInStack(use.stack) ?? { file };
    return error('FW1002', `uses ${use.what}${onBehalfOf(file, place)}`, hint, place);
  },
  factUsed(file: string, message: string, stack: string): Diagnostic {
    const hint =
      'pass the fact itself where a value is wanted, or join it to text with text`…`, such as text`shop.${fact.domain}`';
    const place = placeInStack(stack) ?? { file };
    return error('FW1020', `${message}${onBehalfOf(file, place)}`, hint, place);
  },
  thrown(file: string, cause: unknown): Diagnostic {
    const place = placeInStack(stackOf(cause)) ?? { file };
    const hint = 'a definition only builds data: mend what fails at this place, or what throws there';
    return error('FW1001', `throws ${messageOf(cause)}${onBehalfOf(file, place)}`, hint, place);
  },
  rejected(file: string, cause: unknown): Diagnostic {
    const place = placeInStack(stackOf(cause)) ?? { file };
    const hint = 'await the promise, or leave it out: a definition needs no asynchronous code';
    return error(
      'FW1001',
      `leaves a rejected promise behind: ${messageOf(cause)}${onBehalfOf(file, place)}`,
      hint,
      place,
    );
  },
  neverEnds(file: string): Diagnostic {
    return error(
      'FW1003',
      'awaits something that never comes',
      'a definition needs no asynchronous code: take the await away',
      { file },
    );
  },
  notData(file: string, { path, what }: NotData): Diagnostic {
    const hint = 'definitions hold text, finite numbers, true and false, null, lists, plain objects, and facts';
    const name = path.length > 20 ? `${path.slice(0, 20).join('.')}.…` : path.join('.');
    return error('FW1005', `${name || 'the definition'} is ${what}, not data`, hint, { file, path });
  },
  timeout(file: string, timeoutMs: number): Diagnostic {
    const hint = 'look for a loop that does not end; a definition takes milliseconds';
    return error('FW1003', `did not end within ${timeoutMs / 1000} s and was stopped`, hint, { file });
  },
  memory(file: string, memoryMb: number): Diagnostic {
    const hint = 'look for a loop that makes objects without end; a definition takes a few megabytes';
    return error('FW1004', `used more than ${memoryMb} MB of memory and was stopped`, hint, { file });
  },
  crashed(file: string, how: string): Diagnostic {
    return error(
      'FW9999',
      `the process that evaluated the definition ended: ${how}`,
      'report this as a mistake in Fleetwright',
      { file },
    );
  },
};

/** A thrown value in words: an error's name and message, else the value. */
export function messageOf(cause: unknown): string {
  try {
    if (isErrorLike(cause)) return cause.name === 'Error' ? `"${cause.message}"` : `${cause.name}: ${cause.message}`;
    return typeof cause === 'object' && cause !== null ? 'an object that is not an error' : String(cause);
  } catch {
    return 'something that cannot be shown'; // a getter or a proxy of the definition threw
  }
}

/** The stack of a thrown value, `''` when it has none. */
export function stackOf(cause: unknown): string {
  try {
    return isErrorLike(cause) ? String(cause.stack) : '';
  } catch {
    return '';
  }
}

/** Errors of another realm are no instances of ours. */
function isErrorLike(cause: unknown): cause is { name: string; message: string; stack?: unknown } {
  return (
    typeof cause === 'object' &&
    cause !== null &&
    'name' in cause &&
    typeof cause.name === 'string' &&
    'message' in cause &&
    typeof cause.message === 'string' &&
    'stack' in cause
  );
}

function onBehalfOf(file: string, place: Location): string {
  return place.file === file ? '' : `, for ${file}`;
}
