/** Section 2.3.2: the fastest that a mixture of experts can decode, by interconnect. */
import { type ProvenancedInput, elementAt, entryOf } from '@railyard/base';
import { CLUSTERS, DEVICES } from '@railyard/cluster';
import { ENGINE_VERSION } from '@railyard/experiments';
import { type DecodeLimit, MODELS, decodeLimit } from '@railyard/parallelism';
import { DECODE_ASSUMPTIONS, DECODE_LIMITS, PAPER } from '../published/index.js';
import { type Report, type ReportRow, allWithin, reportRow } from '../report.js';

const TOLERANCE = 2;
const ROUNDED_AFTERWARDS = 'The paper rounds the time per token before it divides.';

export function decodeLimits(): Report {
  const model = entryOf(MODELS, 'deepseek-v3');
  const bandwidths = [
    entryOf(CLUSTERS, 'h800-2048-mpft').nic.bandwidthGBps,
    entryOf(DEVICES, 'gb200').nvlinkGBps,
  ] as const;
  const at = (bandwidthGBps: number, hidden: number): DecodeLimit =>
    decodeLimit(model, { ...DECODE_ASSUMPTIONS, bandwidthGBps, hidden });
  const rows = DECODE_LIMITS.flatMap((entry, index): ReportRow[] => {
    const limit = at(elementAt(bandwidths, index), DECODE_ASSUMPTIONS.hidden);
    const row = (name: string, unit: string, paper: number | null, twin: number, note = ''): ReportRow =>
      reportRow({ name, unit, case: entry.case, paper, twin, tolerancePct: TOLERANCE, note });
    return [
      row('communication per layer', 'us', entry.communicationUs, 1e6 * limit.communicationS),
      row('time per layer', 'us', entry.layerUs, 1e6 * limit.layerS),
      row('time per output token', 'ms', entry.tokenMs, 1e3 * limit.tokenS),
      row('tokens per second', '1/s', entry.tokensPerSecond, limit.tokensPerSecond, ROUNDED_AFTERWARDS),
    ];
  });
  const exact = at(bandwidths[0], model.hidden);
  return {
    artifact: 'decode-limits',
    title: 'Decoding limits of DeepSeek-V3 (section 2.3.2)',
    engineVersion: ENGINE_VERSION,
    rows,
    inputs: [
      ...limitInputs(),
      {
        name: 'models.deepseek-v3',
        value: model.name,
        unit: 'model',
        provenance: 'published',
        source: model.source,
      },
    ],
    withinTolerance: allWithin(rows),
    conclusion:
      `With the exact hidden size of ${model.hidden} instead of 7K: ` +
      (`${(1e6 * exact.communicationS).toFixed(2)} us, ${(1e3 * exact.tokenS).toFixed(2)} ms, ` +
        `${Math.floor(exact.tokensPerSecond)} tokens/s over InfiniBand.`),
  };
}

function limitInputs(): readonly ProvenancedInput[] {
  const source = `${PAPER}, section 2.3.2`;
  return [
    {
      name: 'decode.tokensPerDevice',
      value: DECODE_ASSUMPTIONS.tokensPerDevice,
      unit: 'tokens',
      provenance: 'published',
      source,
    },
    {
      name: 'decode.hidden',
      value: DECODE_ASSUMPTIONS.hidden,
      unit: 'elements',
      provenance: 'published',
      source: `${source} ("7K")`,
    },
    {
      name: 'decode.dispatchBytes',
      value: DECODE_ASSUMPTIONS.dispatchBytes,
      unit: 'B',
      provenance: 'published',
      source,
    },
    {
      name: 'decode.combineBytes',
      value: DECODE_ASSUMPTIONS.combineBytes,
      unit: 'B',
      provenance: 'published',
      source,
    },
  ];
}
