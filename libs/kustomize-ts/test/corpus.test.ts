import { expect, test } from 'vitest';
import { faultOf } from './fuzz/attempt.ts';
import { corpusFolder, readCorpus } from './fuzz/corpus.ts';

// Inputs that were once built wrong (npm run long:fuzz finds more).

const corpus = [...readCorpus()];

test.skipIf(corpus.length === 0).each(corpus)(
  `%s of ${corpusFolder.split(/[\\/]/).at(-1)} is built or refused`,
  (_file, input) => {
    expect(faultOf(input, 60)).toBe(undefined);
  },
);
