import type { Location } from '@fleetwright/diagnostics';
import type { Scope } from '../build/scope.ts';
import { decode, list } from '../kustomization/decode.ts';
import { replacement } from '../kustomization/shapes.ts';
import type { Replacement, ReplacementField } from '../kustomization/types.ts';
import { scalar11 } from '../kustomization/yaml11-scalar.ts';
import { refuse } from '../refusal.ts';
import { replaceAll } from '../replacement/replace.ts';
import type { Transformer } from '../resource/resource.ts';
import { joinPath } from '../tree.ts';
import { isNull } from '../yaml/node.ts';
import { readYaml11 } from '../yaml/yaml11.ts';

/** Config of the ReplacementTransformer. */
export interface ReplacementArgs {
  readonly replacements: readonly ReplacementField[];
}

/**
 * Puts values of fields into fields of other objects, as ReplacementTransformer of kustomize does. Refuses (FW6013) a replacement that is incomplete, or whose
 * source or targets are not there.
 */
export function replacementTransformer(args: ReplacementArgs, scope: Scope): Transformer {
  const at: Location = { file: scope.file };
  const batches = args.replacements.map((field) => batchOf(field, scope));
  return (resources) => {
    let replaced = resources;
    for (const batch of batches) replaced = replaceAll(replaced, batch.replacements, batch.at ?? at);
    return replaced;
  };
}

/** Replacements, and the file that they are written in when it is one of their own. */
interface Batch {
  readonly replacements: readonly Replacement[];
  readonly at: Location | undefined;
}

function batchOf(field: ReplacementField, scope: Scope): Batch {
  if (field.path === '') return { replacements: [field], at: undefined };
  if (field.source !== undefined || field.targets.length > 0) {
    const hint = 'write the replacement here, or name the file that has it';
    refuse('FW6013', 'cannot specify both path and inline replacement', hint, { file: scope.file });
  }
  return { replacements: readReplacements(field.path, scope), at: { file: joinPath(scope.root, field.path) } };
}

/** The replacements of a file: a list of them, or one. */
function readReplacements(path: string, scope: Scope): readonly Replacement[] {
  const file = joinPath(scope.root, path);
  const node = readYaml11(scope.read(path), file);
  const reading = { file, scalar: scalar11, strict: false, coerce: true, prefix: '' };
  if (node.kind === 'sequence') return decode(list(replacement), node, reading) ?? [];
  if (node.kind === 'mapping') return [decode(replacement, node, reading)];
  const kind = isNull(node) ? 'invalid' : 'string';
  const message = `unsupported replacement type encountered within replacement path: ${kind}`;
  return refuse('FW6013', message, 'write one replacement or a list of them', { file });
}
