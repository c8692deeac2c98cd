export type { PlainObject } from './data.ts';
export { formatYaml, Quoted } from './format-yaml.ts';
export { type Composed, composeYaml, parseYaml } from './parse-yaml.ts';
export { readBack } from './read-back.ts';
export { readYaml } from './read-yaml.ts';
export { toYaml } from './to-yaml.ts';
