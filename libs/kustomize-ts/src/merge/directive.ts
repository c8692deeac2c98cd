import { type Draft, entriesOf, fieldOf, itemsOf } from './draft.ts';
import { clearField, setElement } from './elements.ts';

/** What a patch says is to be done with what it is laid on, as smpdirective.go of kyaml reads it. */
export type Directive = 'merge' | 'replace' | 'delete';

/** A patch that says something else. */
export class UnknownDirective extends Error {
  readonly draft: Draft;

  constructor(message: string, draft: Draft) {
    super(message);
    this.draft = draft;
  }
}

const directiveKey = '$patch';

/** What the `$patch` of a mapping, or of an item of a list that says nothing else, asks for. It is taken out of the patch. */
export function takeDirective(patch: Draft | undefined): Directive {
  if (patch === undefined) return 'merge';
  if (patch.kind !== 'scalar') return patch.kind === 'mapping' ? takeOfMapping(patch) : takeOfList(patch);
  const words = `no implemented strategic merge patch strategy for '${patch.tag}' ('${patch.value}')`;
  throw new UnknownDirective(words, patch);
}

function takeOfMapping(patch: Draft): Directive {
  const value = fieldOf(patch, directiveKey);
  if (value === undefined) return 'merge';
  const directive = parseDirective(value);
  clearField(patch, directiveKey);
  return directive;
}

function takeOfList(patch: Draft): Directive {
  const item = itemsOf(patch).find((item) => fieldOf(item, directiveKey) !== undefined);
  const value = fieldOf(item, directiveKey);
  // Beside other fields it is about the item, not about the list
  if (item === undefined || value === undefined || entriesOf(item).length > 1) return 'merge';
  const directive = parseDirective(value);
  setElement(patch, undefined, [directiveKey], [directive]);
  return directive;
}

function parseDirective(value: Draft): Directive {
  switch (value.value) {
    case 'merge':
    case 'replace':
    case 'delete':
      return value.value;
    default:
      throw new UnknownDirective(`unknown patch strategy '${value.value}'`, value);
  }
}
