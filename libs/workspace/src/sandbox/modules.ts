import type vm from 'node:vm';
import { Failed, failure } from './failure.ts';
import { placeOfImport } from './place.ts';
import { resolveImport } from './resolve.ts';
import type { Sources } from './sources.ts';

/** Which text a module was made from. */
export interface Origin {
  readonly kind: 'definition' | 'library';
  /** Path from the root of the work tree, or URL. */
  readonly id: string;
}

/** The modules of one realm, each made once, not yet linked. All functions throw {@link Failed} for what cannot be had. */
export interface Modules {
  /** The module of a definition's file; `undefined` when the file is not there. */
  definition(file: string): vm.SourceTextModule | undefined;
  /** The module of a package, by its name. */
  library(specifier: string): vm.SourceTextModule;
  /** What `specifier` names in a module. */
  imported(specifier: string, from: Origin, how: 'static' | 'dynamic'): vm.SourceTextModule;
  /** The definitions' files so far. */
  files(): readonly string[];
}

/** How the realm makes modules and refuses imports that are computed. */
export interface Making {
  make(origin: Origin, code: string): vm.SourceTextModule;
  refuse(what: string): never;
}

/** Finds modules by the rules of {@link resolveImport}. */
export function createModules(sources: Sources, making: Making): Modules {
  const modules = new Map<string, vm.SourceTextModule>();

  function add(origin: Origin, code: string): vm.SourceTextModule {
    const module = making.make(origin, code);
    modules.set(origin.id, module);
    return module;
  }
  function definition(file: string): vm.SourceTextModule | undefined {
    const known = modules.get(file);
    if (known) return known;
    const source = sources.definition(file);
    if (!source.ok) throw new Failed(source.errors);
    if (!source.value) return undefined;
    try {
      return add({ kind: 'definition', id: file }, source.value.code);
    } catch (cause) {
      throw new Failed([failure.syntax(file, cause)]);
    }
  }
  function libraryFile(url: string): vm.SourceTextModule {
    return modules.get(url) ?? add({ kind: 'library', id: url }, sources.library(url).code);
  }
  function library(specifier: string): vm.SourceTextModule {
    return libraryFile(import.meta.resolve(specifier));
  }
  function imported(specifier: string, from: Origin, how: 'static' | 'dynamic'): vm.SourceTextModule {
    if (from.kind === 'library')
      return specifier.startsWith('.') ? libraryFile(new URL(specifier, from.id).href) : library(specifier);
    const target = resolveImport(specifier, from.id);
    if (target.kind === 'library') return library(target.specifier);
    const found = target.kind === 'file' ? definition(target.file) : undefined;
    if (found) return found;
    // The stack of a computed import names its place; a static one is found by its text.
    if (how === 'dynamic' && target.kind === 'refused') return making.refuse(`import of "${specifier}"`);
    const source = sources.definition(from.id);
    const place = placeOfImport(from.id, source.ok ? (source.value?.text ?? '') : '', specifier);
    const refused = target.kind === 'refused' ? failure.refusedImport(specifier, target.why, place) : undefined;
    throw new Failed([refused ?? failure.missingFile(specifier, place)]);
  }
  const files = (): string[] => [...modules.keys()].filter((id) => !id.includes('://'));
  return { definition, library, imported, files };
}
