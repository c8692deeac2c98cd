const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** The text that bytes hold, a byte order mark kept; `undefined` when they are not UTF-8 as `utf8.Valid` of Go has it. */
export function textOfBytes(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The UTF-8 bytes of a text. */
export function bytesOfText(text: string): Uint8Array {
  return encoder.encode(text);
}

/** How many bytes a text takes in UTF-8. */
export function byteLength(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    // Both halves of a pair: 4 bytes together.
    if (unit < 0x80) length += 1;
    else if (unit < 0x8_00 || (unit >= 0xd8_00 && unit < 0xe0_00)) length += 2;
    else length += 3;
  }
  return length;
}

/** The text of any bytes, U+FFFD for each byte that belongs to no character: a string of Go as `json.Marshal` writes it. */
export function looseTextOfBytes(bytes: Uint8Array): string {
  const text = textOfBytes(bytes);
  if (text !== undefined) return text;
  let loose = '';
  for (let start = 0; start < bytes.length; ) {
    const length = [1, 2, 3, 4].find((size) => textOfBytes(bytes.subarray(start, start + size)) !== undefined) ?? 0;
    loose += length === 0 ? '\ufffd' : (textOfBytes(bytes.subarray(start, start + length)) ?? '');
    start += Math.max(1, length);
  }
  return loose;
}
