/** What each flap of a step costs, as a table. */
import { type ExperimentResult } from '@railyard/experiments';
import { type Cell, type Table, show } from './format.js';

const range = ([low, high]: readonly [number, number]): string =>
  low === high ? '' : `${show(low)} to ${show(high)}`;

export const flapTable = ({ flaps = [] }: ExperimentResult): Table => ({
  title: 'Flaps, each by itself',
  columns: [
    'part',
    'begins (s)',
    'down (s)',
    'traffic stands still (s)',
    'ranks held',
    'step (s)',
    '5 to 95 %',
    'time lost (s)',
    '5 to 95 %',
  ],
  rows: flaps.map((flap): readonly Cell[] => [
    flap.part,
    flap.startS ?? 'any moment',
    flap.durationS,
    flap.standstillS,
    flap.heldRanks,
    flap.stepTimeS,
    range(flap.stepTimeRangeS),
    flap.lostS,
    range(flap.lostRangeS),
  ]),
});
