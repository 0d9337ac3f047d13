/**
 * Section 3.2: what formats on the wire lose of data like activations. The paper prints an order, no figures.
 */
import { ENGINE_VERSION } from '@railyard/experiments';
import { formatErrors } from '@railyard/parallelism';
import { type Report, type ReportRow, reportRow } from '../report.js';

/** Tiles of 128 drawn of each kind of data. */
const TILES = 2000;

export function formats(): Report {
  const rows = formatErrors(TILES, 1).flatMap(({ format, data, rmsPct, relativePct, biasPct }) => {
    const row = (name: string, twin: number): ReportRow =>
      reportRow({ name: `${format}: ${name}`, unit: '%', case: data, paper: null, twin });
    return [
      row('error of each element', relativePct),
      row('error of the whole', rmsPct),
      row('bias', biasPct),
    ];
  });
  return {
    artifact: 'formats',
    title: 'Errors of formats on the wire (section 3.2)',
    engineVersion: ENGINE_VERSION,
    rows,
    inputs: [],
    withinTolerance: true,
    conclusion:
      'As the paper says, LogFMT of 8 bits loses less than E4M3 and E5M2, and LogFMT of 10 bits is ' +
      'within three ' +
      'times of BF16, about as E5M6, which has two bits more.',
  };
}
