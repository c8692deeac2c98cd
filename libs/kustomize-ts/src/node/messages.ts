import { join, relative } from 'node:path';
import type { Diagnostic, Location } from '@fleetwright/diagnostics';
import { shown } from './write.ts';

/** Gives diagnostics with files as they are called in the folder `from`; they come with paths below `top`. */
export function placesFrom(top: string, from: string): <T extends Diagnostic>(diagnostic: T) => T {
  const here = (at: Location): Location => ({ ...at, file: relative(from, join(top, at.file)) || '.' });
  return (diagnostic) => ({
    ...diagnostic,
    ...(diagnostic.at && { at: here(diagnostic.at) }),
    ...(diagnostic.related && { related: diagnostic.related.map(here) }),
  });
}

/** Kustomize's line, then where and how to mend it. Deprecations are kustomize's line alone: scripts look for it. */
export function textOf({ code, severity, message, hint, at, related = [] }: Diagnostic): string {
  if (severity === 'warning') return `${shown(message)}\n`;
  const lines = [
    `Error: ${shown(message.trimEnd())}`,
    `  ${at === undefined ? '' : `at ${placeText(at)} `}(${code})`,
    ...(related.length > 0 ? [`  see: ${related.map(placeText).join(', ')}`] : []),
    ...(hint ? [`  hint: ${shown(hint)}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function placeText({ file, line, column }: Location): string {
  return shown([file, line, column].filter((part) => part !== undefined).join(':'));
}
