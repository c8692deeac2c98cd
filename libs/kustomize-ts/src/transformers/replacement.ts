import type { Scope } from '../build/scope.ts';
import { decode, list } from '../kustomization/decode.ts';
import { replacement } from '../kustomization/shapes.ts';
import type { Replacement, ReplacementField } from '../kustomization/types.ts';
import { scalar11 } from '../kustomization/yaml11-scalar.ts';
import { placeIn } from '../place.ts';
import { attempts, collect, refuse } from '../refusal.ts';
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
  const batches = collect(args.replacements, (field) => batchOf(field, scope));
  return (resources, onMiss) => {
    const { attempt, settle } = attempts();
    let replaced = resources;
    for (const { replacements, file } of batches) {
      replaced = attempt(() => replaceAll(replaced, replacements, file, onMiss)) ?? replaced;
    }
    settle();
    return replaced;
  };
}

/** Replacements, and the file that they are written in. */
interface Batch {
  readonly replacements: readonly Replacement[];
  readonly file: string;
}

function batchOf(field: ReplacementField, scope: Scope): Batch {
  if (field.path === '') return { replacements: [field], file: scope.file };
  const at = placeIn(scope.file, field.from, 'path');
  if (field.source !== undefined || field.targets.length > 0) {
    const hint = 'write the replacement here, or name the file that has it';
    refuse('FW6013', 'cannot specify both path and inline replacement', hint, at);
  }
  const file = joinPath(scope.root, field.path);
  const content = scope.read(field.path, at.line === undefined ? undefined : at);
  return { replacements: readReplacements(content, file), file };
}

/** The replacements of a file: a list of them, or one. */
function readReplacements(content: Uint8Array, file: string): readonly Replacement[] {
  const node = readYaml11(content, file);
  const reading = { file, scalar: scalar11, strict: false, coerce: true, prefix: '' };
  if (node.kind === 'sequence') return decode(list(replacement), node, reading) ?? [];
  if (node.kind === 'mapping') return [decode(replacement, node, reading)];
  const kind = isNull(node) ? 'invalid' : 'string';
  const message = `unsupported replacement type encountered within replacement path: ${kind}`;
  return refuse('FW6013', message, 'write one replacement or a list of them', { file, line: Math.max(node.line, 1) });
}
