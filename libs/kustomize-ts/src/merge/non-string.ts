import { resolveTag } from '../yaml/resolve.ts';

const words11 = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/;

/** Whether YAML 1.1 reads this text, written without quotes, as anything but text: `IsValueNonString` of kyaml/yaml/compatibility.go. */
export function isYaml11NonString(value: string): boolean {
  if (value === '' || value.includes('\n')) return false;
  const text = value.trim();
  if (words11.test(text)) return true;
  const tag = resolveTag(text);
  // Moments stay text, as people write them.
  return tag !== '!!str' && tag !== '!!timestamp';
}
