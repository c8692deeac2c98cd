import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { kubernetesVersions, validateObject } from '../src/index.ts';
import { hasShared, sharedText } from './shared.ts';

describe.skipIf(!hasShared)('the objects of Online Boutique, as upstream publishes them', () => {
  const text = hasShared ? sharedText('boutique/kubernetes-manifests.yaml') : '';
  const objects: unknown[] = [];
  for (const document of parseAllDocuments(text)) if (document.contents) objects.push(document.toJS());

  test.each(kubernetesVersions)('are right for %s', (version) => {
    expect(objects.length).toBeGreaterThan(30);
    expect(objects.flatMap((object) => validateObject(object, version))).toEqual([]);
  });
});
