/** A measured error as one row of a random-effects analysis. */
import { log } from '@railyard/base';
import { type Scattered } from './prediction-interval.js';

interface Row {
  readonly errorPct: number;
  readonly device: string;
  readonly source: string;
}

export const scattered = ({ errorPct, device, source }: Row): Scattered => ({
  logRatio: -log(1 + errorPct / 100),
  device,
  source,
});
