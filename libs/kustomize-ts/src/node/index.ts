export { diskFiles } from './disk-files.ts';
export type { HelmFlags } from './flags.ts';
export { helmRenderer } from './helm.ts';
