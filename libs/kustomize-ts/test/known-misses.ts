/** Cases of cases.json that do not hold, by name, each with its reason. A case that is not here must hold, and one that is here must not. */
export const knownMisses: ReadonlyMap<string, string> = new Map([]);
