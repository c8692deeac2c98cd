import vm from 'node:vm';
import { Failed, failure } from './failure.ts';
import { type Fence, fenceProgram } from './fence.ts';
import { createModules, type Origin } from './modules.ts';
import { sourcePrefix } from './place.ts';
import type { Sources } from './sources.ts';

/** A fresh world of the language, with nothing of Node in it, and the modules that were loaded into it. */
export interface Realm {
  readonly fence: Fence;
  /** The files of definitions that were loaded so far. */
  files(): readonly string[];
  /** Loads, links and evaluates a definition's file; rejects with what it throws, or with {@link Failed}. */
  evaluate(file: string): Promise<vm.SourceTextModule>;
  /** The same for a library that definitions import, by its name. */
  evaluateLibrary(specifier: string): Promise<vm.SourceTextModule>;
}

/**
 * Makes a realm. Every definition gets one of its own, so that none sees what another left behind, in whatever order and
 * by however many processes they are evaluated; the libraries are loaded anew into each.
 */
export function createRealm(sources: Sources, timeoutMs: number): Realm {
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY, { codeGeneration: { strings: false, wasm: false } });
  const fence = fenceIn(context);
  const origins = new WeakMap<vm.Module, Origin>();
  const modules = createModules(sources, { make, refuse: fence.refuse });

  function make(origin: Origin, code: string): vm.SourceTextModule {
    const module = new vm.SourceTextModule(code, {
      context,
      identifier: origin.kind === 'definition' ? `${sourcePrefix}${origin.id}` : origin.id,
      initializeImportMeta: (meta) => fenceMeta(meta, fence),
      importModuleDynamically: (specifier) => importedAtRunTime(specifier, origin),
    });
    origins.set(module, origin);
    return module;
  }
  function link(specifier: string, referrer: vm.Module): vm.SourceTextModule {
    const origin = origins.get(referrer);
    if (!origin) throw new TypeError(`a module of unknown origin imports ${specifier}`);
    return modules.imported(specifier, origin, 'static');
  }
  /** What fails here is an error of the host, which the definition may catch and look at. */
  async function importedAtRunTime(specifier: string, origin: Origin): Promise<vm.SourceTextModule> {
    try {
      return await evaluate(modules.imported(specifier, origin, 'dynamic'));
    } catch (cause) {
      if (cause instanceof Error) cause.stack = stackOfDefinitions(cause);
      throw cause;
    }
  }
  async function evaluate(module: vm.SourceTextModule): Promise<vm.SourceTextModule> {
    if (module.status === 'unlinked') await module.link(link);
    // What stops an endless loop is the pool; this limit only keeps a sandbox that lost its pool from looping for ever.
    await module.evaluate({ timeout: 3 * timeoutMs });
    return module;
  }
  return {
    fence,
    files: () => modules.files(),
    evaluateLibrary: async (specifier) => evaluate(modules.library(specifier)),
    async evaluate(file) {
      const module = modules.definition(file);
      if (!module) throw new Failed([failure.missingFile(file, { file })]);
      return evaluate(module);
    },
  };
}

/** The stack of an error of the host without what it says of this machine, as the fence has it for errors of the realm. */
function stackOfDefinitions(error: Error): string {
  const frames = String(error.stack).split('\n');
  const kept = frames.filter((frame) => frame.startsWith('    at ') && frame.includes(sourcePrefix));
  return [`${error.name}: ${error.message}`, ...kept].join('\n');
}

/** Raises the fence from its source text, so that all its functions and errors are of the realm. */
function fenceIn(context: vm.Context): Fence {
  const fence: unknown = vm.runInContext(fenceProgram, context, { filename: 'fence' });
  if (!isFence(fence)) throw new TypeError('the fence does not stand');
  return fence;
}

function isFence(value: unknown): value is Fence {
  return typeof value === 'object' && value !== null && 'uses' in value && 'refuse' in value;
}

/** Where a file lies differs between machines: definitions may not ask. */
function fenceMeta(meta: object, fence: Fence): void {
  for (const name of ['url', 'filename', 'dirname', 'resolve'])
    Object.defineProperty(meta, name, { get: () => fence.refuse(`import.meta.${name} (the file system)`) });
}
