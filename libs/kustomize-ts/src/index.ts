export { type Composed, composeYaml, parseYaml } from './parse-yaml.ts';
export { readBack } from './read-back.ts';
export { Quoted, toYaml } from './to-yaml.ts';
export { type FileTree, nest, subtree } from './tree.ts';
