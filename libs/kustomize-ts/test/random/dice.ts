import fc from 'fast-check';

/** Choices that a seed makes. */
export interface Dice {
  /** From 0 up to, and without, `end`. */
  int(end: number): number;
  /** `true` in that share of the throws. */
  chance(share: number): boolean;
  /** `true` in that share of the throws of a careless build: for what is likely to keep it from being built. Never in those of a careful one. */
  slip(share: number): boolean;
  /** One of them; there must be one. */
  pick<T>(from: readonly T[]): T;
  /** Those that a chance of this share takes, in their order. */
  some<T>(from: readonly T[], share: number): T[];
  /** In another order. */
  shuffled<T>(items: readonly T[]): T[];
}

/** What `make` makes of dice. Every throw is as likely as the other: fast-check would prefer small ones. */
export function diced<T>(make: (dice: Dice) => T): fc.Arbitrary<T> {
  return fc.noBias(
    fc.gen().map((generate) => {
      const int = (end: number): number => (end <= 1 ? 0 : generate(fc.nat, end - 1));
      return make(diceOf(int, int(4) === 0));
    }),
  );
}

function diceOf(int: (end: number) => number, careless: boolean): Dice {
  function pick<T>(from: readonly T[]): T {
    const [found] = from.slice(int(from.length)).map((item) => ({ item }));
    if (found === undefined) throw new Error('there is nothing to pick from');
    return found.item;
  }
  const chance = (share: number): boolean => int(1000) < share * 1000;
  return {
    int,
    chance,
    slip: (share) => careless && chance(share),
    pick,
    some: (from, share) => from.filter(() => chance(share)),
    shuffled: (items) => {
      const left = [...items];
      const drawn: typeof left = [];
      while (left.length > 0) drawn.push(...left.splice(int(left.length), 1));
      return drawn;
    },
  };
}
