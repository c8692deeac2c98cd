import { type Diagnostic, type DiagnosticCode, error, type Location } from '@fleetwright/diagnostics';

/**
 * Why a build cannot go on, thrown from wherever that shows and caught by `build`, which returns it as data. The first line of a
 * message has the words of kustomize where it has some: people search for them.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
    this.diagnostics = diagnostics;
  }
}

/** Refuses for one reason. `related`: other places that have to do with it, where they are known; each is said once. */
export function refuse(
  code: DiagnosticCode,
  message: string,
  hint: string,
  at: Location | undefined,
  related: readonly (Location | undefined)[] = [],
): never {
  throw new Refusal([withRelated(error(code, message, hint, at), related)]);
}

/** The same reason, with more places that have to do with it. */
export function withRelated(reason: Diagnostic, places: readonly (Location | undefined)[]): Diagnostic {
  const distinct = new Map<string, Location>();
  for (const place of [...(reason.related ?? []), ...places]) if (place) distinct.set(JSON.stringify(place), place);
  distinct.delete(JSON.stringify(reason.at));
  return distinct.size === 0 ? reason : { ...reason, related: [...distinct.values()] };
}

/** Things to do that do not hang on each other: each is tried, and then all that was refused is refused at once. */
export interface Attempts {
  /** What `make` makes; nothing when it refuses. Reasons that do not `count` are forgotten. Anything but a refusal passes through. */
  attempt<T>(this: void, make: () => T, counts?: (reason: Diagnostic) => boolean): T | undefined;
  /** Whether anything was refused yet. */
  failed(this: void): boolean;
  /** Refuses with all reasons, each once, if there are any. */
  settle(this: void): void;
  /** Refuses with all reasons. To be called when there are some. */
  refuse(this: void): never;
}

/** Attempts; `problems` are reasons that are known before. */
export function attempts(problems: readonly Diagnostic[] = []): Attempts {
  const found = new Set(problems);
  const refuseAll = (): never => {
    throw new Refusal([...found]);
  };
  return {
    attempt(make, counts = () => true) {
      try {
        return make();
      } catch (problem) {
        if (!(problem instanceof Refusal)) throw problem;
        for (const each of problem.diagnostics) if (counts(each)) found.add(each);
        return undefined;
      }
    },
    failed: () => found.size > 0,
    settle() {
      if (found.size > 0) refuseAll();
    },
    refuse: refuseAll,
  };
}

/** What `make` makes of each item; refuses with the reasons of all items at once. Anything but a refusal passes through. */
export function collect<T, R>(items: Iterable<T>, make: (item: T) => R): R[] {
  const made: R[] = [];
  const all = attempts();
  for (const item of items) all.attempt(() => made.push(make(item)));
  all.settle();
  return made;
}
