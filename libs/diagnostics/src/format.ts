import type { Diagnostic, Location } from './diagnostic.ts';

/** How diagnostics are written. */
export interface FormatOptions {
  /** ANSI colours. Default: false. */
  readonly color?: boolean;
}

/** By file, line, column, path, code, severity, message and hint, in code-unit order; the same set always prints the same text. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const key = (diagnostic: Diagnostic): string => {
    const at = diagnostic.at;
    const place = [at?.file ?? '', pad(at?.line), pad(at?.column), JSON.stringify(at?.path ?? [])];
    return [...place, diagnostic.code, diagnostic.severity, diagnostic.message, diagnostic.hint ?? ''].join('\u0000');
  };
  return diagnostics
    .map((diagnostic) => ({ diagnostic, key: key(diagnostic) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ diagnostic }) => diagnostic);
}

/**
 * The text that a terminal shows, sorted, exact repetitions once:
 *
 *     apps/web-app/app.ts:12:5 error FW1013: there is no team "shpo"
 *       hint: did you mean "shop"? The fleet's teams are platform, shop, web (clusters/fleet.ts)
 *
 * Other places that have to do with it stand on a line below, behind `see:`.
 * Only hints have lines. Control characters, which definitions and other programs may bring, are shown as `\x1b`: none
 * reaches the terminal.
 */
export function format(diagnostics: readonly Diagnostic[], options: FormatOptions = {}): string {
  const paint = options.color ? paintAnsi : (_style: Style, text: string) => text;
  const texts = sortDiagnostics(diagnostics).map((diagnostic) => {
    const place = diagnostic.at ? `${paint('bold', oneLine(placeOf(diagnostic.at)))} ` : '';
    const severity = paint(diagnostic.severity === 'error' ? 'red' : 'yellow', diagnostic.severity);
    const head = `${place}${severity} ${diagnostic.code}: ${oneLine(diagnostic.message)}`;
    const hint = diagnostic.hint?.split('\n').map(shown).join('\n        ');
    const related = (diagnostic.related ?? []).map((at) => oneLine(placeOf(at))).join(', ');
    return `${head}${hint ? `\n  ${paint('cyan', 'hint')}: ${hint}` : ''}${related === '' ? '' : `\n  ${paint('cyan', 'see')}: ${related}`}`;
  });
  return [...new Set(texts)].map((text) => `${text}\n`).join('');
}

type Style = 'bold' | 'red' | 'yellow' | 'cyan';
const ansi: Record<Style, number> = { bold: 1, red: 31, yellow: 33, cyan: 36 };

function paintAnsi(style: Style, text: string): string {
  return `\u001b[${ansi[style]}m${text}\u001b[0m`;
}

function oneLine(text: string): string {
  return shown(text.trim().replace(/\s*\n\s*/g, ' ⏎ '));
}

/** With escapes for what a terminal would obey: controls, and marks that turn the direction of text or show nothing. */
function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
}

function placeOf(at: Location): string {
  if (at.line !== undefined)
    return at.column === undefined ? `${at.file}:${at.line}` : `${at.file}:${at.line}:${at.column}`;
  return at.path && at.path.length > 0 ? `${at.file} (${at.path.join('.')})` : at.file;
}

function pad(value: number | undefined): string {
  return String(value ?? 0).padStart(9, '0');
}
