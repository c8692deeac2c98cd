import { kustomization, objectFiles } from './kustomization.ts';
import { commonOf, type Emitter } from './release-content.ts';

/** `config/common/`: what all variants share. Always there, so that every variant can name it. */
export const common: Emitter = (release) => {
  const { files, resources, generators } = objectFiles(release, 'config/common', commonOf(release));
  return [
    ['config/common/kustomization.yaml', kustomization(release, 'Kustomization', { resources, ...generators })],
    ...files,
  ];
};
