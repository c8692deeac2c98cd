import type { Diagnostic, Location } from '@fleetwright/diagnostics';
import type { KustomizationFile } from '../kustomization/read.ts';
import { refuse } from '../refusal.ts';
import type { Origin } from '../resource/origin.ts';
import { bytesOfText, textOfBytes } from '../text/utf8.ts';
import type { Node } from '../yaml/node.ts';
import type { Accumulated } from './accumulated.ts';
import type { Cache, SchemaChoice } from './cache.ts';
import { type Loader, load, refusePath } from './loader.ts';
import type { Reads } from './reads.ts';
import type { HelmRenderer, Scope } from './scope.ts';

/** One build: what is the same for all folders of it, and what kustomize keeps in variables of the process. */
export interface Run {
  /** Works through a kustomization: `accumulate`, handed in since folders lead to folders. */
  readonly accumulate: (target: Target, before: Accumulated) => Accumulated;
  readonly cache: Cache;
  readonly enableAlphaPlugins: boolean;
  readonly helm: HelmRenderer | undefined;
  /** Parts of earlier builds that were compared with the tree already. */
  readonly known: Map<Reads, boolean>;
  readonly warnings: Diagnostic[];
  /** Changes when a kustomization chooses another one: for folders after it too, as in kustomize. */
  schema: SchemaChoice;
}

/** A kustomization being worked on: `KustTarget` of kustomize. */
export interface Target {
  readonly run: Run;
  readonly loader: Loader;
  readonly source: KustomizationFile;
  /** Where the resources come from, seen from the root; `undefined` when the root does not want to know. */
  readonly origin: Origin | undefined;
  /** Namespace of the folders above, for Helm charts. */
  readonly helmNamespace: string;
  /** All folders that were gone into since the last one whose result is kept. */
  readonly folders: Set<string>;
}

/** What the steps of a kustomization may ask for. */
export function scopeOf({ run, loader, source }: Target): Scope {
  const read = (path: string) => {
    const outcome = load(loader, path);
    return 'value' in outcome ? outcome.value : refusePath(outcome.problem, placeOf(source, path));
  };
  return {
    file: source.file,
    root: loader.root,
    schema: run.schema.schema,
    get helm() {
      // What a renderer reads is not known, so that nothing made of it can be kept.
      loader.reads.outside = true;
      return run.helm;
    },
    read(path) {
      const content = read(path);
      return typeof content === 'string' ? bytesOfText(content) : content;
    },
    readText(path) {
      const content = read(path);
      const text = typeof content === 'string' ? content : textOfBytes(content);
      return text ?? refuse('FW5006', `${path} is not UTF-8`, 'save it as UTF-8', placeOf(source, path));
    },
  };
}

/** Where a kustomization names something: the first place with this text, else the file. */
export function placeOf(source: KustomizationFile, text: string): Location {
  const found = find(source.node, text);
  return found === undefined ? { file: source.file } : { file: source.file, line: found.line, column: found.column };
}

function find(node: Node | undefined, text: string): Node | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'scalar') return node.value === text && node.line > 0 ? node : undefined;
  const values = node.kind === 'sequence' ? node.items : node.entries.map(({ value }) => value);
  for (const value of values) {
    const found = find(value, text);
    if (found !== undefined) return found;
  }
  return undefined;
}
