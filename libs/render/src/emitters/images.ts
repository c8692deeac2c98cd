import { formatYaml, Quoted } from 'kustomize-ts/yaml';
import { reference, versionLabel } from '../app/images.ts';
import { kustomization } from './kustomization.ts';
import type { Emitter } from './release-content.ts';

/** `images/`: a Component with the image of each slot, and a ConfigMap, never applied, that says their versions. */
export const images: Emitter = (release) => {
  const entries = release.images.map(({ slot, name, tag, digest }) => {
    return { name: `IMAGE_${slot}`, newName: name, newTag: tag === undefined ? undefined : new Quoted(tag), digest };
  });
  const versions = release.images.flatMap((image) => [
    [image.slot, new Quoted(versionLabel(image))] as const,
    [`${image.slot}.image`, new Quoted(reference(image))] as const,
  ]);
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'image-versions', annotations: { 'config.kubernetes.io/local-config': 'true' } },
    data: Object.fromEntries(versions),
  };
  return [
    ['images/image-versions.yaml', formatYaml(configMap)],
    [
      'images/kustomization.yaml',
      kustomization(release, 'Component', { resources: ['image-versions.yaml'], images: entries }),
    ],
  ];
};
