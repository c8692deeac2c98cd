import { it } from 'vitest';
import { expectOrder } from './race.ts';

const rounds = process.env['npm_lifecycle_event'] === 'long:race' ? 100 : 10;

it(`eight at once, ${rounds} times`, () => expectOrder(rounds), 1_800_000);
