/**
 * Section 2.3.2: the fastest that a mixture of experts can decode, by interconnect, and what is left of it
 * when one assumption after the other is given up. Section 2.3.3: drafted tokens. Section 2.2.2: a PC.
 */
import { type ProvenancedInput } from '@railyard/base';
import { type DecodeFindings, type DecodeRung, ENGINE_VERSION } from '@railyard/experiments';
import { DECODE_ASSUMPTIONS, DECODE_LIMITS, PAPER } from '../published/index.js';
import { type Report, type ReportRow, allWithin, reportRow } from '../report.js';

const TOLERANCE = 2;
const ROUNDED_AFTERWARDS = 'The paper rounds the time per token before it divides.';
const IDEAL_NOTE =
  'Simulated: scales of FP8 are sent (3 % of dispatch), one copy in 128 stays on its GPU; the paper ' +
  'counts neither.';

export function decodeLimits(findings: DecodeFindings): Report {
  const { rungs } = findings;
  const rows = [
    ...DECODE_LIMITS.flatMap((entry) => idealRows(entry, rungs)),
    ...rungs.filter(({ name }) => name !== IDEAL).flatMap(rungRows),
    ...draftedRows(findings),
    ...oneUserRows(findings),
  ];
  return {
    artifact: 'decode-limits',
    title: 'Decoding limits of DeepSeek-V3 (section 2.3.2)',
    engineVersion: ENGINE_VERSION,
    rows,
    inputs: limitInputs(),
    withinTolerance: allWithin(rows),
    conclusion: conclusionOf(rungs),
  };
}

const IDEAL = 'everything ideal';

function idealRows(
  entry: (typeof DECODE_LIMITS)[number],
  rungs: readonly DecodeRung[],
): readonly ReportRow[] {
  const rung = rungs.find(({ network, name }) => network === entry.case && name === IDEAL);
  if (rung === undefined) return [];
  const row = (name: string, unit: string, paper: number | null, twin: number, note = ''): ReportRow =>
    reportRow({ name, unit, case: entry.case, paper, twin, tolerancePct: TOLERANCE, note });
  return [
    row('communication per layer', 'us', entry.communicationUs, 1e6 * rung.communicationS, IDEAL_NOTE),
    row('time per layer', 'us', entry.layerUs, 1e6 * rung.layerS),
    row('time per output token', 'ms', entry.tokenMs, 1e3 * rung.tokenS),
    row('tokens per second', '1/s', entry.tokensPerSecond, 1 / rung.tokenS, ROUNDED_AFTERWARDS),
  ];
}

const rungRows = ({ network, name, tokenS }: DecodeRung): readonly ReportRow[] => [
  reportRow({ name: `+ ${name}`, unit: 'ms', case: network, paper: null, twin: 1e3 * tokenS }),
];

const USER = 'one user';

/** A figure of one request or one user, alongside what the paper says of it. */
const userRow = (name: string, unit: string, paper: number | null, twin: number, note = ''): ReportRow =>
  reportRow({ name, unit, case: USER, paper, twin, note });

const DRAFT_NOTE =
  'Section 2.3.3 says 1.8 for 80 to 90 %: tokens of a step, with verification and draft for free, or with ' +
  'both for 3 % of a step. Here the pass over two tokens takes longer by what they send and choose, the ' +
  'draft by a layer and the head, which every GPU reads whole.';

const draftedRows = ({ drafted: { one, four } }: DecodeFindings): readonly ReportRow[] => [
  userRow('drafted token, accepted at 85 %, all else free', 'times', 1.8, one.free, DRAFT_NOTE),
  userRow('+ verification, 1 sequence on each of 144 H800', 'times', 1.8, one.verified),
  userRow('+ draft', 'times', 1.8, one.drafted),
  userRow('+ 4 sequences on each', 'times', 1.8, four.drafted),
];

const PEAK_NOTE =
  'Section 2.2.2 says nearly 20, or twice that, on a PC with an AI chip, single digits for a dense 70B: ' +
  'what 273 GB/s give when every weight of 4.5 bits is read at the peak. Computed are the rates that ' +
  'kernels reach (published runs on this chip: 3 % off in the median).';

const HOST_NOTE =
  'Section 2.2.2 says nearly 20 on a server of about $10,000; published are 8.7 to 13.5 on two Xeon 6454S ' +
  '(614 GB/s), half of which the share that processors reach is fitted to. Over PCIe 4.0 every chosen ' +
  'expert is copied: the link decides.';

const oneUserRows = ({ pc, hostMemory }: DecodeFindings): readonly ReportRow[] => [
  userRow('DeepSeek-V2, 4 bits, 273 GB/s at its peak', '1/s', 20, pc.mixture.atPeak, PEAK_NOTE),
  userRow('DeepSeek-V2, 4 bits, 273 GB/s', '1/s', 20, pc.mixture.computed),
  userRow('Llama 3 70B, 4 bits, 273 GB/s at its peak', '1/s', null, pc.dense.atPeak),
  userRow('Llama 3 70B, 4 bits, 273 GB/s', '1/s', null, pc.dense.computed),
  userRow('DeepSeek-V3, RTX 4090, experts on processors', '1/s', 20, hostMemory.processors, HOST_NOTE),
  userRow('DeepSeek-V3, RTX 4090, experts over PCIe', '1/s', null, hostMemory.copied),
];

function conclusionOf(rungs: readonly DecodeRung[]): string {
  const of = (network: string, name: string): string => {
    const rung = rungs.find((one) => one.network === network && one.name === name);
    return rung === undefined ? '-' : `${(1e3 * rung.tokenS).toFixed(2)} ms`;
  };
  const [slow, fast] = ['CX7 400G IB', 'GB200 NVL72'];
  const all = 'computation at 4,096 of context';
  return (
    `A link 18 times as fast shortens the ideal token as much (${of(slow, IDEAL)} to ${of(fast, IDEAL)}), ` +
    `and with all at 4,096 of context ${of(slow, all)} to ${of(fast, all)}: starts, hops, computation ` +
    'do not follow the link. Two micro-batches take turns, so a layer takes two exchanges of 32 tokens each.'
  );
}

function limitInputs(): readonly ProvenancedInput[] {
  const source = `${PAPER}, section 2.3.2`;
  const { tokensPerDevice, hidden, dispatchBytes, combineBytes } = DECODE_ASSUMPTIONS;
  const published = (name: string, value: number, unit: string, more = ''): ProvenancedInput => ({
    name: `decode.${name}`,
    value,
    unit,
    provenance: 'published',
    source: `${source}${more}`,
  });
  return [
    published('tokensPerDevice', tokensPerDevice, 'tokens'),
    published('hidden', hidden, 'elements', ' ("7K")'),
    published('dispatchBytes', dispatchBytes, 'B'),
    published('combineBytes', combineBytes, 'B'),
    published('copies', 9, 'experts', ', 8 routed and one shared'),
    { name: 'decode.devices', value: 128, unit: 'GPUs', provenance: 'assumed', source: 'one expert each' },
  ];
}
