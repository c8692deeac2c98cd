/** Shows how far a long step is. */
export interface Progress {
  /** `done` of `total` parts of what `label` names are done. */
  step(label: string, done: number, total: number): void;
  /** Nothing more is shown. */
  end(): void;
}

/** Where nobody looks. */
export const noProgress: Progress = { step: () => undefined, end: () => undefined };
