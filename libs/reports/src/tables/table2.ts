/** Table 2: model size and training cost per token. */
import { GIGA, elementAt, entryOf } from '@railyard/base';
import { ENGINE_VERSION } from '@railyard/experiments';
import { MODELS, flopsPerToken, parameterCounts } from '@railyard/parallelism';
import { TABLE_2, TABLE_2_SEQUENCE } from '../published/index.js';
import { type Report, allWithin, reportRow } from '../report.js';
import { modelInputs } from './table1.js';

const DENSE_NOTE =
  'Same definition as for the MoE rows. The printed figure is not reached by it; ' +
  'docs/model/model.md says what would.';

export function table2(): Report {
  const costs = TABLE_2.map((entry) => {
    const model = entryOf(MODELS, entry.model);
    const dense = model.moe === undefined;
    return reportRow({
      name: 'training cost',
      unit: 'GFLOP/token',
      case: entry.case,
      paper: entry.gigaflopsPerToken,
      twin: flopsPerToken(model, TABLE_2_SEQUENCE, true).total / GIGA,
      ...(dense ? { note: DENSE_NOTE } : { tolerancePct: 1 }),
    });
  });
  const sizes = TABLE_2.map((entry) =>
    reportRow({
      name: 'size',
      unit: 'B parameters',
      case: entry.case,
      paper: entry.billions,
      twin: parameterCounts(entryOf(MODELS, entry.model)).main / GIGA,
      tolerancePct: 1,
    }),
  );
  const rows = [...costs, ...sizes];
  const v3 = elementAt(costs, 1).twin;
  return {
    artifact: 'table2',
    title: 'Table 2: size and training cost per token, sequence 4,096',
    engineVersion: ENGINE_VERSION,
    rows,
    inputs: modelInputs(TABLE_2.map((entry) => entry.model)),
    withinTolerance: allWithin(rows),
    conclusion:
      `A token costs ${(elementAt(costs, 2).twin / v3).toFixed(1)} times as much in the dense 72B and ` +
      `${(elementAt(costs, 3).twin / v3).toFixed(1)} times as much in the dense 405B as in DeepSeek-V3 ` +
      (`(paper: ${(TABLE_2[2].gigaflopsPerToken / TABLE_2[1].gigaflopsPerToken).toFixed(1)} and ` +
        `${(TABLE_2[3].gigaflopsPerToken / TABLE_2[1].gigaflopsPerToken).toFixed(1)}). `) +
      'The dense rows are shown, not judged.',
  };
}
