/** The 64-bit FNV-1a hash of a text's UTF-16 code units, as 16 hexadecimal digits: tells texts apart, keeps no secrets. */
export function hashOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
