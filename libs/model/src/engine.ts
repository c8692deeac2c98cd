/** What tools need of the model: from definitions as data to validated models, and the files that people and programs share. */
export { type FactValue, factsOf, isLate, type LateValue, type TextValue } from './define/late-value.ts';
export { resolveDefinition } from './engine/app.ts';
export type { Boxed } from './engine/boxed.ts';
export { objectName } from './engine/check-app.ts';
export { resolveFleet } from './engine/fleet.ts';
export { resolveInventory } from './engine/inventory.ts';
export { type Layer, Leaf, type Origin, type Path } from './engine/origin.ts';
export { type Found, find, isMap, lift, type Node, override, plain, type Speaker } from './engine/override.ts';
export type * from './engine/types.ts';
export { holds, maxVariants, variantFor, variantName, variantsOf } from './engine/variants.ts';
export { pathText } from './engine/words.ts';
export { type Clusters, clusters, type StageCluster, type StageHub } from './files/clusters.ts';
export { type Parsed, parseAs, type Reading } from './files/document.ts';
export { type Images, images, type ParsedImages, parseImages } from './files/images.ts';
export { parseClusters, parsePolicy, parseRelease } from './files/parse.ts';
export { type Policy, policy } from './files/policy.ts';
export { type Release, release } from './files/release.ts';
