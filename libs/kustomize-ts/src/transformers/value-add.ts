import type { Scope } from '../build/scope.ts';
import { inFile } from '../fields/errors.ts';
import { splitPath } from '../fields/field-path.ts';
import { editAtPath } from '../fields/look-up-create.ts';
import { scalarSetTo } from '../fields/setters.ts';
import { decode, integer, mapped, optional, type Shape, string, struct } from '../kustomization/decode.ts';
import { items, selector } from '../kustomization/shapes.ts';
import type { Selector } from '../kustomization/types.ts';
import { scalar11 } from '../kustomization/yaml11-scalar.ts';
import { refuse } from '../refusal.ts';
import { mapResources } from '../resource/map-resources.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { selectorMatcher } from '../resource/selector.ts';
import { trimSpace } from '../text/trim-space.ts';
import { type Node, rawText } from '../yaml/node.ts';
import { readYaml11 } from '../yaml/yaml11.ts';
import { insertPathPart } from './file-path.ts';
import { withNamespaceFields } from './namespace.ts';

export interface ValueAddArgs {
  /** The name of the folder of the kustomization when empty. */
  readonly value: string;
  readonly targets: readonly ValueTarget[];
  /** A file with more targets. */
  readonly targetFilePath: string;
}

export interface ValueTarget {
  /** All resources when absent. */
  readonly selector: Selector | undefined;
  /** Keys between `/`. */
  readonly fieldPath: string;
  /** From 1: where in a file path the value goes; 0 for the whole field. */
  readonly filePathPosition: number;
}

const file: Shape<readonly ValueTarget[]> = struct('builtins.Targets', (field) =>
  field(
    'targets',
    items(
      struct('builtins.Target', (inner) => ({
        selector: inner('selector', optional(selector)),
        fieldPath: inner('fieldPath', string),
        filePathPosition: inner('filePathPosition', mapped(integer('int'), Number)),
      })),
    ),
  ),
);

/**
 * Puts a value into fields, whole or as a part of a file path, and makes fields that are missing. Refuses (FW6017) targets that are not complete and paths through
 * the wrong kind of node. As ValueAddTransformer of kustomize does.
 */
export function valueAddTransformer(args: ValueAddArgs, scope: Scope): Transformer {
  const value = trimSpace(args.value) || (scope.root.split('/').at(-1) ?? '') || '/';
  const targets = [...args.targets, ...targetsOf(args.targetFilePath, scope)];
  if (targets.length === 0) refuseTarget('must specify at least one target', scope);
  for (const { fieldPath, filePathPosition } of targets) {
    if (fieldPath === '') refuseTarget('fieldPath cannot be empty', scope);
    if (filePathPosition < 0) {
      refuseTarget(`value of FilePathPosition (${filePathPosition}) cannot be negative`, scope);
    }
  }
  return (resources) => {
    let edited = resources;
    for (const target of targets) {
      const isMeant = target.selector === undefined ? () => true : selectorMatcher(target.selector);
      edited = mapResources(edited, (each) => (isMeant(each) ? withValue(each, value, target) : each));
    }
    return edited;
  };
}

function targetsOf(path: string, scope: Scope): readonly ValueTarget[] {
  if (path === '') return [];
  const reading = { file: path, scalar: scalar11, strict: false, coerce: true, prefix: '' };
  return decode(file, readYaml11(scope.read(path), path), reading);
}

function refuseTarget(message: string, scope: Scope): never {
  return refuse('FW6017', message, 'Mend the `targets` of the transformer.', { file: scope.file });
}

function withValue(resource: Resource, value: string, target: ValueTarget): Resource {
  if (target.fieldPath === 'metadata/namespace') {
    return withNamespaceFields(resource, {
      namespace: value,
      fieldSpecs: [],
      unsetOnly: false,
      setRoleBindingSubjects: '',
    });
  }
  let isFound = false;
  const edit = (node: Node) => {
    isFound = true;
    const old = rawText(node);
    const added = target.filePathPosition > 0 ? insertPathPart(old, target.filePathPosition - 1, value) : value;
    return scalarSetTo(node, added);
  };
  const noPrefix = () => '';
  const node = inFile(resource.file, resource.node, noPrefix, () =>
    editAtPath(resource.node, splitPath(target.fieldPath, '/'), edit),
  );
  if (!isFound && target.filePathPosition > 0) refuseMissing(resource, target);
  return node.kind === 'mapping' ? resource.with(node) : resource;
}

/** kustomize ends in a panic here, while without a position it leaves the resource as it is. */
function refuseMissing(resource: Resource, { fieldPath }: ValueTarget): never {
  const message = `no field \`${fieldPath}\` whose file path the value could be put into`;
  return refuse(
    'FW6017',
    message,
    'Name a field that is there, or can be made: no item of a list by its number.',
    resource.place,
  );
}
