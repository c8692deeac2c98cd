import { Resource } from '../resource/resource.ts';
import { nodeOf, type PlainObject } from './data.ts';
import { resourceText } from './write.ts';

/**
 * Objects as `kustomize build` prints them, byte for byte: documents with `---` between them, keys sorted. Takes what `build` made, as resources or as objects,
 * and any plain data (`undefined` keys are left out); a `TypeError` for what JSON cannot hold.
 */
export function toYaml(objects: Iterable<Resource | PlainObject>): string {
  let text = '';
  for (const object of objects) {
    const document = object instanceof Resource ? resourceText(object.node, object.file) : resourceText(nodeOf(object));
    text += text === '' ? document : `---\n${document}`;
  }
  return text;
}
