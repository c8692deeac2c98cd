import type { RenderedVariant } from '../app/rendered.ts';
import { kustomization, objectFiles } from './kustomization.ts';
import { type Emitter, ownOf, type ReleaseContent } from './release-content.ts';
import { fieldPath, type Replacement, selectOf } from './replacement.ts';

/** `config/<variant>/`: what is shared, what is its own, the images, and what objects say of their images. */
export const variant: Emitter = (release) =>
  release.variants.flatMap((one) => {
    const folder = `config/${one.variant.name}`;
    const { files, resources, generators } = objectFiles(release, folder, ownOf(release, one));
    const replacements = imageTexts(release, one);
    const fields = {
      resources: ['../common', ...resources],
      components: ['../../images'],
      ...generators,
      ...(replacements.length > 0 && { replacements }),
    };
    return [[`${folder}/kustomization.yaml`, kustomization(release, 'Kustomization', fields)] as const, ...files];
  });

/**
 * Version labels and references, from the ConfigMap that comes with the images. Not `labels` of the Component: they would
 * reach claims of a live StatefulSet, and two slots may be two versions of one image.
 */
function imageTexts({ images }: ReleaseContent, { objects }: RenderedVariant): Replacement[] {
  const replacements: Replacement[] = [];
  for (const { slot } of images) {
    for (const what of ['version', 'reference'] as const) {
      const targets = objects.flatMap((object) => {
        const uses = object.slots.filter(({ text }) => text.slot === slot && text.what === what);
        if (uses.length === 0) return [];
        return [{ select: selectOf(object), fieldPaths: uses.map(({ path }) => fieldPath(path)) }];
      });
      const key = what === 'version' ? fieldPath(['data', slot]) : fieldPath(['data', `${slot}.image`]);
      const source = { kind: 'ConfigMap', version: 'v1', name: 'image-versions', fieldPath: key };
      if (targets.length > 0) replacements.push({ source, targets });
    }
  }
  return replacements;
}
