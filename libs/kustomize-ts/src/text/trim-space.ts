const beyondAscii = new Set(Array.from('\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000', (space) => space.charCodeAt(0)));

/** The text without space at its ends: `strings.TrimSpace` of Go, which has other spaces than `trim`. */
export function trimSpace(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return (code >= 0x2000 && code <= 0x200a) || beyondAscii.has(code);
}
