import { posix } from 'node:path';

/** Where an import leads: a file of the work tree, a library of Fleetwright, or nowhere, and what to do instead. */
export type Target =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'library'; readonly specifier: string }
  | { readonly kind: 'refused'; readonly why: string };

/** The only package that definitions import. */
export const modelPackage = '@fleetwright/model';
const fleetFile = 'clusters/fleet.ts';
const inventoryFile = 'clusters/inventory.ts';

/**
 * What `specifier` means in `importer` (a path from the root of the work tree). Definitions import the model, `#fleet`
 * and files of their own area (`apps/` or `clusters/`); nothing imports the inventory, since apps may know labels and
 * facts, but not clusters. Pure: it does not look whether the file is there.
 */
export function resolveImport(specifier: string, importer: string): Target {
  if (specifier === modelPackage) return { kind: 'library', specifier };
  if (specifier === '#fleet') return { kind: 'file', file: fleetFile };
  if (!specifier.startsWith('./') && !specifier.startsWith('../'))
    return refused(`definitions import only ${modelPackage}, #fleet and files below ${areaOf(importer)}/`);
  const file = posix.join(posix.dirname(importer), specifier);
  if (file === inventoryFile) return refused('nothing imports the inventory: use labels and facts instead of clusters');
  if (file === fleetFile)
    return areaOf(importer) === 'clusters' ? { kind: 'file', file } : refused("import '#fleet' instead");
  if (!file.startsWith(`${areaOf(importer)}/`))
    return refused(`only files below ${areaOf(importer)}/ can be imported here; what apps share can live in apps/`);
  if (!file.endsWith('.ts')) return refused("imports name a TypeScript file with its ending, such as './common.ts'");
  return { kind: 'file', file };
}

function refused(why: string): Target {
  return { kind: 'refused', why };
}

function areaOf(file: string): string {
  return file.slice(0, file.indexOf('/'));
}
