export { type FileTree, nest, subtree } from './tree.ts';
export { formatYaml, Quoted } from './yaml/format-yaml.ts';
export { type Composed, composeYaml, parseYaml } from './yaml/parse-yaml.ts';
export { readBack } from './yaml/read-back.ts';
