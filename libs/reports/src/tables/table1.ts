/** Table 1: KV cache per token. */
import { KILO, type ProvenancedInput, elementAt, entryOf } from '@railyard/base';
import { ENGINE_VERSION } from '@railyard/experiments';
import { MODELS, keyValueBytesPerToken } from '@railyard/parallelism';
import { TABLE_1 } from '../published/index.js';
import { type Report, allWithin, reportRow } from '../report.js';

/** Configurations of the named models, as inputs of a report. */
export function modelInputs(names: readonly string[]): readonly ProvenancedInput[] {
  return names.map((name) => ({
    name: `models.${name}`,
    value: name,
    unit: 'model',
    provenance: 'published',
    source: entryOf(MODELS, name).source,
  }));
}

export function table1(): Report {
  const bytes = TABLE_1.map((entry) => keyValueBytesPerToken(entryOf(MODELS, entry.model)));
  const rows = TABLE_1.map((entry, index) =>
    reportRow({
      name: 'KV cache per token',
      unit: 'KB',
      case: entry.case,
      paper: entry.kilobytes,
      twin: elementAt(bytes, index) / KILO,
      tolerancePct: 0,
    }),
  );
  const times = (index: number): string => `${(elementAt(bytes, index) / elementAt(bytes, 0)).toFixed(2)}x`;
  return {
    artifact: 'table1',
    title: 'Table 1: KV cache per token, BF16',
    engineVersion: ENGINE_VERSION,
    rows,
    inputs: modelInputs(TABLE_1.map((entry) => entry.model)),
    withinTolerance: allWithin(rows),
    conclusion:
      `GQA keeps ${times(1)} and ${times(2)} of what MLA keeps. The table prints ` +
      (`${TABLE_1[1].multiplier}x and ${TABLE_1[2].multiplier}x; the quotient of its own last row ` +
        `is ${times(2)}.`),
  };
}
