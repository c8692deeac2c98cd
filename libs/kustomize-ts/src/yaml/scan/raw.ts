import type { ScalarStyle } from '../node.ts';
import type { Mark } from './cursor.ts';

/** What was written, before tags are decided and aliases followed. */
export interface Raw {
  readonly kind: 'scalar' | 'sequence' | 'mapping' | 'alias';
  /** As written, its handle replaced by what it stands for; empty when none is. */
  readonly tag: string;
  /** Text of a scalar, name of an alias. */
  readonly value: string;
  readonly style: ScalarStyle;
  readonly flow: boolean;
  readonly mark: Mark;
  /** Items; or keys and values in turn. */
  readonly children: Raw[];
  /** What an alias stands for. */
  readonly target: Raw | undefined;
  readonly head: string;
  line: string;
  foot: string;
}

/** The first document of a text. */
export interface RawDocument {
  readonly root: Raw;
  readonly head: string;
  readonly foot: string;
}
