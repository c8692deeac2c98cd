import type { Gate } from '../gate.ts';
import { fit } from './fit.ts';
import { freeze } from './freeze.ts';
import { hold } from './hold.ts';
import { order } from './order.ts';
import { reproduced } from './reproduced.ts';

/** Every gate that a work tree can know, in the order in which they are asked. */
export const gates: readonly Gate[] = [order, hold, freeze, reproduced, fit];
