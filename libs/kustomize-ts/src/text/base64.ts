const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const codes = Uint8Array.from(alphabet, (character) => character.charCodeAt(0));
const values = new Int8Array(128).fill(-1);
for (const [value, code] of codes.entries()) values[code] = value;

const padding = 0x3d;
const lineLength = 70;
const ascii = new TextDecoder('latin1');

/** Bytes in base64 with padding, on one line. */
export function encodeBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let end = 0;
  const put = (bits: number): void => {
    text[end] = codes[bits & 63] ?? 0;
    end += 1;
  };
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second, third] = [bytes[index], bytes[index + 1], bytes[index + 2]];
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    put(bits >> 18);
    put(bits >> 12);
    if (second !== undefined) put(bits >> 6);
    if (third !== undefined) put(bits);
  }
  return ascii.decode(text.fill(padding, end));
}

/** Bytes in base64 as generators of kustomize write them: lines of 70 characters, each with its line feed, where it is not a single line. */
export function encodeBase64Lines(bytes: Uint8Array): string {
  const text = encodeBase64(bytes);
  if (text.length < lineLength) return text;
  let lines = '';
  for (let start = 0; start < text.length; start += lineLength) lines += `${text.slice(start, start + lineLength)}\n`;
  return lines;
}

/** The bytes of a base64 text with padding; line breaks in it do not count. `undefined` for any other text, as `base64.StdEncoding` of Go has it. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const compact = text.replaceAll(/[\r\n]/g, '');
  const pads = compact.endsWith('==') ? 2 : Number(compact.endsWith('='));
  if (compact.length % 4 !== 0) return undefined;
  const bytes = new Uint8Array((compact.length / 4) * 3 - pads);
  let bits = 0;
  for (let index = 0; index < compact.length; index += 1) {
    const isPad = index >= compact.length - pads;
    const value = isPad ? 0 : (values[compact.charCodeAt(index)] ?? -1);
    if (value < 0) return undefined;
    bits = ((bits << 6) | value) & 0xff_ff_ff;
    if (index % 4 !== 3) continue;
    // Writes beyond the end, where padding stands, do nothing.
    const end = (index >> 2) * 3;
    bytes[end] = bits >> 16;
    bytes[end + 1] = bits >> 8;
    bytes[end + 2] = bits;
  }
  return bytes;
}
