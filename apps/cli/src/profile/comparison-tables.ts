/** Ranks side by side, and the difference of two profiles, as tables. */
import { basename } from 'node:path';
import {
  type KernelDifference,
  type ProfileDifference,
  type RankComparison,
  type TimeDifference,
} from '@railyard/profile';
import { type Answer, type Cell, type Table } from '../output/format.js';

/** Rows of kernels that are printed, and characters of their names. */
const SHOWN = 12;
const LONGEST_NAME = 60;

export function ranksAnswer(comparison: RankComparison): Answer {
  const { ranks, straggler, computeSkew, meanArrivalSkewMs, largestArrivalSkewMs, matched } = comparison;
  return {
    data: comparison,
    tables: [
      {
        title: `${ranks.length} ranks`,
        columns: [
          'rank',
          'span (ms)',
          'computation (ms)',
          'communication (ms)',
          'exposed (ms)',
          'nothing (ms)',
          'waits (ms)',
          'last to come',
          'clock (ms)',
          'file',
        ],
        rows: ranks.map((row): readonly Cell[] => [
          row.rank,
          row.spanMs,
          row.computeMs,
          row.communicationMs,
          row.exposedMs,
          row.idleMs,
          row.waitMs,
          row.lastToCome,
          row.clockOffsetMs,
          row.source,
        ]),
      },
    ],
    notes: [
      matched === 0
        ? 'No collective is in two recordings: nothing can be said about who waits for whom.'
        : `${matched} collectives are in two recordings or more: ranks come ` +
          `${meanArrivalSkewMs.toFixed(3)} ms apart on average, ` +
          `${largestArrivalSkewMs.toFixed(3)} ms at most.`,
      `The longest computation of a rank is ${(100 * computeSkew).toFixed(1)} % above the shortest.`,
      ...(straggler === null ? [] : [`The others wait for rank ${straggler} most.`]),
    ],
  };
}

export function differenceAnswer(file: string, against: string, difference: ProfileDifference): Answer {
  const { span, parts, kinds, kernels, phases, explained, stepsBefore, stepsAfter } = difference;
  const table = (title: string, name: string, rows: readonly TimeDifference[]): Table => ({
    title,
    columns: [name, `${basename(file)} (ms)`, `${basename(against)} (ms)`, 'change (ms)'],
    rows: rows.map((row): readonly Cell[] => [
      row.name.length <= LONGEST_NAME ? row.name : `${row.name.slice(0, LONGEST_NAME - 3)}...`,
      row.beforeMs,
      row.afterMs,
      row.changeMs,
    ]),
  });
  return {
    data: difference,
    tables: [
      table('Timeline of a step', 'part', [...parts, span]),
      table('Kernel time', 'kind', kinds),
      kernelTable(table('Kernels', 'kernel', kernels.slice(0, SHOWN)), kernels),
      table('Annotated ranges', 'phase', phases),
    ].filter(({ rows }) => rows.length > 0),
    notes: [
      explained,
      ...(stepsBefore * stepsAfter === 1
        ? []
        : [`Times are per training step: ${stepsBefore} recorded on one side, ${stepsAfter} on the other.`]),
    ],
  };
}

/** With the kind of each: kernels of a recording and operations of a model have no names in common. */
const kernelTable = (table: Table, kernels: readonly KernelDifference[]): Table => ({
  ...table,
  columns: [...table.columns, 'kind'],
  rows: table.rows.map((row, index) => [...row, kernels[index]?.kind ?? '']),
});
