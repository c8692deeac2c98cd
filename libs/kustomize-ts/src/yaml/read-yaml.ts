import type { Result } from '@fleetwright/diagnostics';
import { asResult } from '../result.ts';
import { plain } from './data.ts';
import { readDocuments } from './read.ts';
import { valueOf } from './value.ts';

/**
 * The documents of a text as kustomize reads a file of resources, as frozen data: YAML as go-yaml v3 knows it (`yes` is text), anchors and merge keys followed, empty
 * documents left out, a `List` that is alone in its text read for its items. `file` is where errors say they are. Errors: FW6009 for what is not YAML, FW5006
 * for what is too large, too deep or not UTF-8, FW6020 for what JSON cannot hold.
 */
export function readYaml(content: string | Uint8Array, file = ''): Result<readonly unknown[]> {
  return asResult(() => readDocuments(content, file).map((node) => plain(valueOf(node, file))));
}
