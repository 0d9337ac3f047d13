/** One line of a cost: so many of one part. */
import { type Provenance } from '@railyard/base';
import { type LinkClass } from '../topology/index.js';

export interface CostItem {
  /**
   * `switch`, `fabricCable`, `endpointCable`; with prices by class and rate the part, as `optic 400G to
   * 500 m`.
   */
  readonly name: string;
  /** Of a part of cables: which. */
  readonly class?: LinkClass;
  readonly count: number;
  /** Of one. */
  readonly usd: number;
  /** All of them. */
  readonly costUSD: number;
  /** All of them, where the list says. */
  readonly watts?: number;
  readonly provenance: Provenance;
  readonly source: string;
}
