import { parseDocument } from './scan/parse-document.ts';
import type { RawDocument } from './scan/raw.ts';
import { refuseYaml, type Source } from './scan/scanner.ts';

const forbidden = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]/;

/** The first document of a text, or nothing when there is none. Refuses what is not YAML, and characters that YAML does not allow, not even in quotes. */
export function firstDocument(source: Source): RawDocument | undefined {
  const text = source.text.startsWith('\ufeff') ? source.text.slice(1) : source.text;
  const at = text.search(forbidden);
  if (at >= 0) refuseForbidden(source, text.slice(0, at));
  return parseDocument({ ...source, text });
}

function refuseForbidden(source: Source, before: string): never {
  const line = before.split('\n').length - 1;
  const mark = { index: before.length, line, column: before.length - (before.lastIndexOf('\n') + 1) };
  const how = 'Write it as an escape in double quotes.';
  refuseYaml(source, source.code, 'control characters are not allowed', mark, how);
}
