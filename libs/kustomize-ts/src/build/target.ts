import type { Diagnostic, Location } from '@fleetwright/diagnostics';
import type { KustomizationFile } from '../kustomization/read.ts';
import type { Kustomization } from '../kustomization/types.ts';
import { placeIn } from '../place.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Miss } from '../resource/miss.ts';
import type { Origin } from '../resource/origin.ts';
import { bytesOfText, textOfBytes } from '../text/utf8.ts';
import { placeOfOctet } from '../yaml/documents.ts';
import { get, type Node } from '../yaml/node.ts';
import type { Accumulated } from './accumulated.ts';
import type { Cache, SchemaChoice } from './cache.ts';
import { type Loader, load, pathInTree, refusePath } from './loader.ts';
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
  /** What found nothing to change; each once, though several folders lead to it. */
  misses: Set<Miss>;
  /** What folders were refused for, so that many ways to one do not lead to it again. */
  readonly refused: Map<string, Refusal>;
  /** Folders that were looked through for more mistakes, beside the one that stopped them. */
  readonly lookedThrough: Set<string>;
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
  const read = (path: string, at: Location | undefined) => {
    const outcome = load(loader, path);
    return 'value' in outcome ? outcome.value : refusePath(outcome.problem, at ?? placeOf(source, path));
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
    read(path, at) {
      const content = read(path, at);
      return typeof content === 'string' ? bytesOfText(content) : content;
    },
    readText(path, at) {
      const content = read(path, at);
      if (typeof content === 'string') return content;
      const text = textOfBytes(content);
      if (text !== undefined) return text;
      const octet = placeOfOctet(content, pathInTree(loader, path));
      return refuse('FW5006', `${path} is not UTF-8`, 'save it as UTF-8', octet, [at ?? placeOf(source, path)]);
    },
  };
}

/** Where a kustomization names something: the first place with this text, in the field if it is there, else the file. Slow: for what is refused. */
export function placeOf({ file, node }: KustomizationFile, text: string, field?: keyof Kustomization): Location {
  const inField = field === undefined ? undefined : find(get(node, field), text);
  return placeIn(file, inField ?? find(node, text));
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
