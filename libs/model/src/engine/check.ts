import { type Diagnostic, type DiagnosticCode, error, nearest } from '@fleetwright/diagnostics';
import type { z } from 'zod';
import { placeIn } from './layers.ts';
import type { Path } from './origin.ts';
import { find, type Node } from './override.ts';
import type { SettingsSchemas } from './schema.ts';
import { didYouMean } from './words.ts';

/** A process as data, validated by itself. */
export type ProcessData = z.output<SettingsSchemas['process']>;
/** A container of it as data; a process is one too. */
export type ContainerData = NonNullable<ProcessData['sidecars']>[string];

/** What the checks of one set of merged settings share. */
export class Checks {
  readonly problems: Diagnostic[] = [];
  readonly settings: Node;

  constructor(settings: Node) {
    this.settings = settings;
  }

  /** A problem at the place where the value at `path` was said. */
  add(code: DiagnosticCode, path: Path, message: string, hint: string): void {
    this.problems.push(error(code, message, hint, placeIn(this.settings, path).at));
  }

  /** The name of a port, said at `path`, that should be one of those that `holder` declares (FW1017). */
  port(path: Path, name: string, declared: readonly string[], holder: string): void {
    if (declared.includes(name)) return;
    const all = declared.length > 0 ? `It has ${declared.join(', ')}` : 'It has no ports';
    this.add('FW1017', path, `${holder} has no port "${name}"`, `${didYouMean(nearest(name, declared))}${all}`);
  }

  /** The later said of two places: where a contradiction was made. */
  later(a: Path, b: Path): Path {
    return this.#rank(b) >= this.#rank(a) ? b : a;
  }

  #rank(path: Path): number {
    const { origin, is } = find(this.settings, path);
    if (is !== 'there') return -1;
    return ['environments', 'rules'].indexOf(String(origin.path[0])) + 1;
  }
}
