import type { Diagnostic } from '@fleetwright/diagnostics';
import { definitionLocator } from './locate/definition.ts';
import type { Locator, Read } from './locate/place.ts';
import { yamlLocator } from './locate/yaml.ts';

/**
 * The same diagnostics, with line and column filled in where `at` has a path but no line: of a definition (`.ts`) or a
 * YAML document, read by `read` (path from the root of the work tree → text, `undefined` when there is none). The place is
 * that of the property's key or of the list's element. A path that leads to nothing, such as that of a missing field, gets
 * the place of its deepest part that is there. A place in an imported file changes the diagnostic's file.
 */
export function locate(diagnostics: readonly Diagnostic[], read: Read): readonly Diagnostic[] {
  const locators = new Map<string, Locator | undefined>();
  return diagnostics.map((diagnostic) => {
    const at = diagnostic.at;
    if (!at?.path || at.line !== undefined) return diagnostic;
    if (!locators.has(at.file)) locators.set(at.file, locatorFor(at.file, read));
    const place = locators.get(at.file)?.(at.path);
    return place ? { ...diagnostic, at: { ...at, ...place } } : diagnostic;
  });
}

function locatorFor(file: string, read: Read): Locator | undefined {
  const text = read(file);
  if (text === undefined) return undefined;
  if (file.endsWith('.ts')) return definitionLocator(file, text, read);
  return file.endsWith('.yaml') || file.endsWith('.yml') ? yamlLocator(file, text) : undefined;
}
