/**
 * Sections 3.1 and 3.2: what sums of FP8 products and formats on the wire lose. The paper prints an order, no
 * figures.
 */
import { ENGINE_VERSION } from '@railyard/experiments';
import { accumulationErrors, formatErrors } from '@railyard/parallelism';
import { type Report, type ReportRow, reportRow } from '../report.js';

/** Tiles of 128 drawn of each kind of data. */
const TILES = 2000;
/** Depth of the products of the DeepSeek-V3 report's own test (section 3.3.2), and sums that are drawn. */
const DEPTH = 4096;
const SUMS = 300;

export function formats(): Report {
  const wire = formatErrors(TILES, 1).flatMap(({ format, data, rmsPct, relativePct, biasPct }) => {
    const row = (name: string, twin: number): ReportRow =>
      reportRow({ name: `${format}: ${name}`, unit: '%', case: data, paper: null, twin });
    return [
      row('error of each element', relativePct),
      row('error of the whole', rmsPct),
      row('bias', biasPct),
    ];
  });
  const sums = accumulationErrors(DEPTH, SUMS, 1).map(({ accumulation, rmsPct }) =>
    reportRow({ name: accumulation, unit: '%', case: `FP8 sums of ${DEPTH}`, paper: null, twin: rmsPct }),
  );
  return {
    artifact: 'formats',
    title: 'Errors of FP8 sums and of formats on the wire (sections 3.1 and 3.2)',
    engineVersion: ENGINE_VERSION,
    rows: [...wire, ...sums],
    inputs: [],
    withinTolerance: true,
    conclusion:
      'As the paper says, LogFMT of 8 bits loses less than E4M3 and E5M2, and LogFMT of 10 bits is ' +
      'within three ' +
      'times of BF16, about as E5M6, which has two bits more. Sums of 4,096 FP8 products ' +
      'lose most with 13 fraction bits alone, less the more often they are promoted, and nothing in FP32.',
  };
}
