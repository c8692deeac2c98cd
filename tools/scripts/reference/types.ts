import ts from 'typescript';
import { anchor } from './markdown.ts';
import { placeOf } from './sources.ts';

const keywords: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.StringKeyword, 'text'],
  [ts.SyntaxKind.NumberKeyword, 'number'],
  [ts.SyntaxKind.BooleanKeyword, 'boolean'],
]);

/** What the parameters of generic types stand for. */
const parameters: ReadonlyMap<string, string> = new Map([
  ['E', 'an environment'],
  ['S', 'a stage'],
  ['Team', 'a team'],
  ['Hub', 'a hub'],
  ['P', 'a process'],
  ['F', 'map from fact to its type'],
  ['When', `[When](${anchor('When')})`],
  ['Set', 'what is different'],
  ['Scalar', 'text, number or boolean'],
  ['Portion', 'number or `<number>%`'],
  ['KubernetesVersion', 'a Kubernetes version'],
  ['Patch', `[patch(…)](${anchor('PatchInput')})`],
  ['Raw', `[raw(…)](${anchor('RawInput')})`],
  ['Merge', 'fields of the object'],
  ['Tweaks', '[settings, as overrides](#overrides)'],
  ['PlatformTweaks', '[settings, as overrides](#overrides)'],
]);

/** Types that say no more than their argument, with what stands behind it. */
const wrappers: ReadonlyMap<string, string> = new Map([
  ['NoInfer', ''],
  ['Late', ', or a fact'],
]);

/** The words of a type; names of types that have a section are links. Throws for what it has no words for. */
export function wordsOf(node: ts.TypeNode, sections: ReadonlySet<string>): string {
  const words = (inner: ts.TypeNode): string => wordsOf(inner, sections);
  const keyword = keywords.get(node.kind);
  if (keyword !== undefined) return keyword;
  if (ts.isParenthesizedTypeNode(node)) return words(node.type);
  if (ts.isTypeOperatorNode(node)) return words(node.type);
  if (ts.isLiteralTypeNode(node)) return `\`${node.getText()}\``;
  if (ts.isTemplateLiteralTypeNode(node)) return 'text';
  if (ts.isArrayTypeNode(node)) return `list of ${words(node.elementType).replace(/^an? (.*)$/, '$1s')}`;
  if (ts.isUnionTypeNode(node)) return node.types.map(words).join(' or ');
  if (ts.isIntersectionTypeNode(node)) return 'fields of the object';
  if (ts.isMappedTypeNode(node)) return mapped(node, words);
  if (ts.isTypeLiteralNode(node)) return literal(node, words);
  if (ts.isTypeReferenceNode(node)) return reference(node, sections);
  throw new Error(`${placeOf(node)}: tools/scripts/reference/types.ts has no words for the type ${node.getText()}`);
}

function reference(node: ts.TypeReferenceNode, sections: ReadonlySet<string>): string {
  const name = node.typeName.getText();
  if (sections.has(name)) return `[${name}](${anchor(name)})`;
  const [inner] = node.typeArguments ?? [];
  const behind = wrappers.get(name);
  if (inner && behind !== undefined) return wordsOf(inner, sections) + behind;
  const said = parameters.get(name);
  if (said !== undefined) return said;
  throw new Error(`${placeOf(node)}: the type ${name} has no section in tools/scripts/reference/definitions.ts`);
}

/** `{ [name: string]: T }`. */
function literal(node: ts.TypeLiteralNode, words: (node: ts.TypeNode) => string): string {
  const [first] = node.members;
  if (first && ts.isIndexSignatureDeclaration(first)) {
    const key = first.parameters[0]?.name.getText() ?? 'name';
    return `map from ${key.length === 1 ? 'name' : key} to ${words(first.type)}`;
  }
  throw new Error(`${placeOf(node)}: give the object an interface, so that it can have a section`);
}

/** `{ [K in Names]: T }`: the names are a closed set. */
function mapped(node: ts.MappedTypeNode, words: (node: ts.TypeNode) => string): string {
  const names = node.typeParameter.constraint;
  const value = node.type;
  if (!names || !value) throw new Error(`${placeOf(node)}: a mapped type without names or values`);
  if (ts.isTypeOperatorNode(names)) {
    const of = names.type.getText() === 'L' ? 'label' : 'fact';
    const what = ts.isTypeOperatorNode(value) ? 'list of its values' : 'its value';
    return `map from ${of} to ${what}`;
  }
  return `map from ${words(names).replace(/^an? /, '')} to ${words(value)}`;
}
