import { fieldsOf, type Rule } from './rule.ts';

const most = 1024 * 1024;

/** What a ConfigMap or Secret holds, keys not counted: https://kubernetes.io/docs/concepts/configuration/configmap/#motivation */
export const dataSize: Rule = {
  objects: ['ConfigMap', 'Secret'],
  check(value, report, { kind }) {
    let size = 0;
    let first: string | undefined;
    for (const field of ['binaryData', 'data', 'stringData']) {
      const encoded = field === 'binaryData' || (field === 'data' && kind === 'Secret');
      if (value[field] !== undefined) first ??= field;
      for (const text of Object.values(fieldsOf(value[field]))) {
        if (typeof text === 'string') size += encoded ? Math.floor((text.length * 3) / 4) : bytesOf(text);
      }
    }
    if (size <= most) return;
    const hint = 'put long texts into files of the image, or share them out to several objects';
    report(
      first === undefined ? [] : [first],
      'wrong-value',
      `is ${size} bytes long, and an object may hold ${most}`,
      hint,
    );
  },
};

/** Of UTF-8. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Two surrogates are one character of four bytes.
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
    if (unit >= 0x80) bytes += unit >= 0x800 && !isSurrogate ? 2 : 1;
  }
  return bytes;
}
