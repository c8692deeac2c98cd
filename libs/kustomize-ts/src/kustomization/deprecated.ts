import { type Diagnostic, warning } from '@fleetwright/diagnostics';
import { get, isNull, type Node } from '../yaml/node.ts';

const runFix = "Run 'kustomize edit fix' to update your Kustomization automatically.";

/** Deprecated fields, what is there instead, and how sure kustomize is of its own repair; in the order it says them. */
const fields = [
  ['bases', 'resources', runFix],
  ['commonLabels', 'labels', runFix],
  ['imageTags', 'images', runFix],
  ['patchesJson6902', 'patches', runFix],
  ['patchesStrategicMerge', 'patches', runFix],
  ['vars', 'replacements', `[EXPERIMENTAL] ${runFix}`],
] as const;

export type DeprecatedField = (typeof fields)[number][0];

/** Warnings (FW6021) for those of the deprecated fields that are `used`, in the words and the order of `CheckDeprecatedFields` of kustomize. */
export function deprecations(file: string, node: Node, used: ReadonlySet<DeprecatedField>): readonly Diagnostic[] {
  return fields
    .filter(([field]) => used.has(field))
    .map(([field, successor, fix]) =>
      warning(
        'FW6021',
        `# Warning: '${field}' is deprecated. Please use '${successor}' instead. ${fix}`,
        `move what is in ${field} to ${successor}`,
        placeOf(file, get(node, field)),
      ),
    );
}

function placeOf(file: string, node: Node | undefined) {
  return isNull(node) ? { file } : { file, line: node.line, column: node.column };
}
