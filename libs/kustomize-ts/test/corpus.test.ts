import { expect, test } from 'vitest';
import { faultOf } from './fuzz/attempt.ts';
import { readCorpus } from './fuzz/corpus.ts';

// Inputs that were once built wrong (npm run long:fuzz finds more); there may be none.

test('every kept input is built or refused', () => {
  for (const [file, input] of readCorpus()) expect(faultOf(input, 60), file).toBe(undefined);
});
