import type { Gate } from '../gate.ts';
import { hasPassed, passing } from '../passing.ts';

/** The stages before: held there, through the soak, with no rollback since. `--skip-order` skips this gate and no other. */
export const order: Gate = { name: 'order', isOpen: hasPassed, ask: passing };
