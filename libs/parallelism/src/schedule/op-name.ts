/** Names of ops as in the figures: `F3`, `B3`, `W3`, `F7&B3`. */
import { OpKind } from './schedule.js';

/** @param forward,backward micro-batches of the op's passes; negative where it has none */
export function opName(kind: OpKind, forward: number, backward: number): string {
  switch (kind) {
    case OpKind.F:
      return `F${forward}`;
    case OpKind.B:
    case OpKind.BW:
      return `B${backward}`;
    case OpKind.W:
      return `W${backward}`;
    case OpKind.FB:
      return `F${forward}&B${backward}`;
  }
}
