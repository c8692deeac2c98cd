import { resolveTag } from '../yaml/resolve.ts';
import { isBool11 } from '../yaml/resolve11.ts';

/** Whether YAML 1.1 reads this text, written without quotes, as anything but text: `IsValueNonString` of kyaml/yaml/compatibility.go. */
export function isYaml11NonString(value: string): boolean {
  if (value === '' || value.includes('\n')) return false;
  const text = value.trim();
  if (isBool11(text)) return true;
  const tag = resolveTag(text);
  // Moments stay text, as people write them.
  return tag !== '!!str' && tag !== '!!timestamp';
}
