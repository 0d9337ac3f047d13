/**
 * How figures are judged. What a service costs alongside a plain loop is judged by processor time, which says
 * the same on a busy machine; by the clock the one of the two that met the quieter minute wins, so that is
 * shown and not judged.
 */
import { elementAt } from '@railyard/base';
import { type BenchLine } from './bench-line.js';

export interface Effort {
  readonly wallS: number;
  /** Of all threads and processes together. */
  readonly cpuS: number;
}

/** The same simulations twice, shortly after each other. */
export interface Round {
  readonly plain: Effort;
  readonly served: Effort;
}

export function verdict(line: BenchLine): string {
  if (line.floor !== undefined && !meets(line, line.floor)) return 'BELOW FLOOR';
  if (line.ambition !== undefined && meets(line, line.ambition)) return 'ambition';
  return line.floor === undefined ? '' : 'floor';
}

function meets(line: BenchLine, bound: number): boolean {
  return line.lessIsBetter === true ? line.value <= bound : line.value >= bound;
}

/** The round whose ratio of processor times is the middle one. @param rounds an odd number of them */
export function middleRound(rounds: readonly Round[]): Round {
  const sorted = [...rounds].sort((a, b) => processorRatio(a) - processorRatio(b));
  return elementAt(sorted, Math.floor(rounds.length / 2));
}

/** @param bounds what the ratio of processor times is judged by. */
export function ratioLines(
  name: string,
  round: Round,
  bounds: { readonly floor: number; readonly ambition: number; readonly note: string },
): BenchLine[] {
  const { plain, served } = round;
  return [
    { name: `${name}, processor time`, value: processorRatio(round), unit: 'ratio', ...bounds },
    {
      name: `${name}, by the clock`,
      value: plain.wallS / served.wallS,
      unit: 'ratio',
      note: `${plain.wallS.toFixed(1)} s against ${served.wallS.toFixed(1)} s; not judged`,
    },
  ];
}

const processorRatio = ({ plain, served }: Round): number => plain.cpuS / served.cpuS;
