import { it } from 'vitest';
import { expectOrder } from './race.ts';

it('eight at once, a hundred times', () => expectOrder(100), 1_800_000);
