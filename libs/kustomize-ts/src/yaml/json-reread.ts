import type { Location } from '@fleetwright/diagnostics';
import { refuse } from '../refusal.ts';
import { goJsonString } from './go-json.ts';

const odd = /[\u007f-\u009f\ufffe\uffff]/;
const forbidden = /[\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;
const documentEnd = /\u0085(?:---|\.\.\.)[ \u0085]/;
// Spaces around these line breaks go, the first of them with what it broke.
const nextLines = / *\u0085[ \u0085]*/g;

/**
 * A text after it was in JSON that go-yaml v2 read as the YAML it nearly is, as JSONToYAML of sigs.k8s.io/yaml does: U+0085 is a line break to it, which
 * folds. Refuses (FW6020) characters that YAML does not have.
 */
export function rereadJson(text: string, at: Location | undefined): string {
  if (!odd.test(text)) return text;
  if (forbidden.test(text)) {
    refuse('FW6020', 'yaml: control characters are not allowed', 'take the character away, or encode the text', at);
  }
  if (documentEnd.test(text)) {
    refuse('FW6020', 'yaml: found unexpected document indicator', 'take U+0085 out of the text', at);
  }
  return text.replaceAll(nextLines, (breaks) => {
    const count = breaks.replaceAll(' ', '').length;
    return count === 1 ? ' ' : '\n'.repeat(count - 1);
  });
}

const longestKey = 1024;

/** A key after it was in JSON, where it must stand on one line and not be too long for go-yaml (FW6020). */
export function rereadJsonKey(key: string, at: Location | undefined): string {
  const isLong = key.length > longestKey / 12 && Array.from(goJsonString(key)).length > longestKey;
  if (isLong || key.includes('\u0085')) {
    const hint = 'write a shorter key, without U+0085';
    refuse('FW6020', "yaml: did not find expected ',' or '}'", hint, at);
  }
  return rereadJson(key, at);
}
