/**
 * What the paper's sections 5.1 and 6.1 claim about robustness, priced on the 2,048-GPU job. Rows of kind
 * `fitted` are calibrated: the fault profile was made from that very figure. All others are predictions, most
 * of them without a published number alongside them.
 */
import { type ProvenancedInput, entryOf } from '@railyard/base';
import { ENGINE_VERSION } from '@railyard/experiments';
import {
  type Comparison,
  type DetectorStudy,
  type DetectorTime,
  type ExpectedInterruptions,
  FAULT_PROFILES,
  type Metric,
  type OutagePrice,
  type ReplayResult,
  type RobustnessData,
  SDC_DETECTORS,
  type Statistic,
  VISIBLE_SHARE,
  lossBudgetMinutes,
  profileInputs,
} from '@railyard/replay';
import { type Report, type ReportRow, allWithin, reportRow } from '../report.js';
import { BYTEROBUST, DEEPSEEK_V3, HPN, LLAMA_3, MEGASCALE } from './published.js';

export interface RobustnessFindings {
  readonly data: RobustnessData;
  /** Parts out where the expert groups are spread over all leaves, so that their traffic crosses spines. */
  readonly spread: readonly OutagePrice[];
  /** The 2,048-GPU job under each recovery preset. */
  readonly presets: readonly { readonly name: string; readonly result: ReplayResult }[];
  /** Llama 3's job, planned stops too. */
  readonly llama: {
    readonly expected: ExpectedInterruptions;
    readonly result: ReplayResult;
    readonly detectors: readonly DetectorStudy[];
  };
  readonly megascale: readonly ExpectedInterruptions[];
  readonly byterobust: ExpectedInterruptions;
}

const STANDS_IN =
  'No public source gives failure rates of H800: those of H100 stand in (same die, fewer NVLinks).';
const BOUND = 'The published figure is a bound, not a measurement.';
const MARGIN =
  'A difference pairs the same faults replica by replica; its rows "95 % low" and "high" are the ' +
  'confidence interval.';
const HONEST =
  'Against the same job without a detector, where people notice the given share of the corruptions. Time ' +
  'goodput pays for what is found, by rollback and checks; clean goodput counts no step that a defective ' +
  'device took part in.';
const LEDGER =
  'Part of the difference in time goodput, by the ledger of both jobs; the five add up to it. Checks, ' +
  'restarts after finds and clean work undone (since the checkpoint that the job goes back to) are the ' +
  "detector's own overhead. Corrupted work undone stands without the detector: to lose it costs no clean " +
  'step. Other parts are faults and checkpoints that meet the job at other moments.';
const SAME_PATHS =
  'DeepSeek-V3 keeps each expert group under one leaf of every plane, so its expert traffic ' +
  'crosses no spine and both networks lose the same.';
const CROSSING =
  'Spread groups cross spines: a plane of four spines then loses a quarter of its uplinks, a ' +
  'single fabric of 32 spines one in 32.';
const TWO_FAULTS =
  'Lost links, leaves and planes run through the fabric and the step simulator; pauses shorter ' +
  "than the transport's window cost their own length.";

const NOTICED =
  "ETTR without corrupted steps that stand; the profile's corruptions are those that were noticed.";

const percent = 100;

export function robustness(findings: RobustnessFindings): Report {
  const rows = [
    ...familyRows(findings.data),
    ...comparisonRows(findings.data.comparisons),
    ...[...findings.data.detectors, ...findings.llama.detectors].flatMap(detectorRows),
    ...outageRows(findings),
    ...presetRows(findings),
    ...llamaRows(findings),
    ...publishedRows(findings),
  ];
  const { llama, presets } = findings;
  const bounded =
    llama.result.ettr > LLAMA_3.effectiveTimeAbove &&
    llama.result.ettr < LLAMA_3.effectiveTimeBelow &&
    presets.every(({ result }) => result.ettr >= DEEPSEEK_V3.ettrAbove);
  return {
    artifact: 'robustness',
    title: 'Robustness of DeepSeek-V3 on 2,048 GPUs (sections 5.1 and 6.1)',
    engineVersion: ENGINE_VERSION,
    rows,
    inputs: inputsOf(),
    withinTolerance: allWithin(rows) && bounded,
    conclusion: conclusionOf(findings),
  };
}

const FAMILY_NAMES: Readonly<Record<RobustnessData['byFamily'][number]['family'], string>> = {
  interconnect: 'interconnect failures',
  hardware: 'single hardware failures',
  'silent-corruption': 'silent data corruption',
  software: 'software',
  slow: 'slow nodes',
  planned: 'planned stops',
  all: 'all classes',
};

/** 6.1.1: what each of the paper's families costs alone. */
function familyRows({ byFamily }: RobustnessData): readonly ReportRow[] {
  return byFamily.flatMap(({ family, ettr, goodput, goodputDifference, interruptions }) => {
    const row = (name: string, unit: string, twin: number): ReportRow =>
      reportRow({
        name,
        unit,
        case: `only ${FAMILY_NAMES[family]}`.replace('only all', 'all'),
        paper: null,
        twin,
        note: STANDS_IN,
      });
    const [low, high] = goodputDifference.ci95;
    return [
      row('interruptions', '', interruptions.mean),
      row('ETTR', '%', percent * ettr.mean),
      row('goodput', '%', percent * goodput.mean),
      row('goodput, difference to no faults', 'points', percent * goodputDifference.mean),
      row('goodput, difference to no faults, 95 % low', 'points', percent * low),
      row('goodput, difference to no faults, 95 % high', 'points', percent * high),
    ];
  });
}

const METRIC_NAMES: Readonly<Partial<Record<Metric, readonly [name: string, unit: string, scale: number]>>> =
  {
    ettr: ['ETTR', '%', percent],
    goodput: ['goodput', '%', percent],
    interruptions: ['interruptions', '', 1],
  };

function comparisonRows(comparisons: readonly Comparison[]): readonly ReportRow[] {
  return comparisons.flatMap(({ question, metric, a, b, difference }) => {
    const [name, unit, scale] = METRIC_NAMES[metric] ?? [metric, '', 1];
    const note = /MPFT/.test(question) ? SAME_PATHS : TWO_FAULTS;
    const row = (label: string, twin: number, as = unit, why = note): ReportRow =>
      reportRow({ name: label, unit: as, case: question, paper: null, twin: scale * twin, note: why });
    const points = unit === '%' ? 'points' : unit;
    const [low, high] = difference.ci95;
    return [
      row(`${name}, ${a.name}`, a.value.mean),
      row(`${name}, ${b.name}`, b.value.mean),
      row(`${name}, difference`, difference.mean, points, MARGIN),
      row(`${name}, difference, 95 % low`, low, points, MARGIN),
      row(`${name}, difference, 95 % high`, high, points, MARGIN),
    ];
  });
}

const TIME_PARTS = [
  ['checks', 'checks'],
  ['restarts', 'restarts'],
  ['clean work undone', 'cleanUndone'],
  ['corrupted work undone', 'corruptedUndone'],
  ['other parts', 'otherParts'],
] as const satisfies readonly (readonly [name: string, part: keyof DetectorTime])[];

/** 6.1.2: what each detector of silent corruption is worth. */
function detectorRows({ job, visibleShare, rows }: DetectorStudy): readonly ReportRow[] {
  const noticed = `people notice ${(percent * visibleShare).toFixed(0)} % of the corruptions`;
  return rows.flatMap((found) => {
    const row = (name: string, unit: string, twin: number, note = HONEST): ReportRow =>
      reportRow({ name, unit, case: `${job}, ${noticed}, ${found.detector}`, paper: null, twin, note });
    const clean = found.cleanGoodputDifference;
    const counts = [
      row('time goodput', '%', percent * found.timeGoodput.mean),
      row('clean goodput', '%', percent * found.cleanGoodput.mean),
      row('corruptions found', '', found.found),
      row('corruptions never found', '', found.neverFound),
      row('corrupted steps kept', '', found.corruptedStepsKept),
      row('weights clean at the end', '%', percent * found.cleanShare),
    ];
    if (found.detector === 'none') return counts;
    return [
      ...counts,
      row('overhead of the checks', '%', percent * found.overhead),
      row('time goodput, difference to none', 'points', percent * found.timeGoodputDifference.mean, MARGIN),
      ...TIME_PARTS.map(([name, part]) =>
        row(`time goodput, by ${name}`, 'points', percent * found.timeDifference[part].mean, LEDGER),
      ),
      row('clean goodput, difference to none', 'points', percent * clean.mean, MARGIN),
      row('clean goodput, difference to none, 95 % low', 'points', percent * clean.ci95[0], MARGIN),
      row('clean goodput, difference to none, 95 % high', 'points', percent * clean.ci95[1], MARGIN),
    ];
  });
}

/** 5.1: one element out, what a step then takes. */
function outageRows({ data, spread }: RobustnessFindings): readonly ReportRow[] {
  const row =
    (prefix: string) =>
    ({ element, network, slowdown }: OutagePrice): ReportRow =>
      reportRow({
        name: `${element} out: step longer by`,
        unit: '%',
        case: `${prefix}${network}`,
        paper: null,
        twin: percent * (slowdown - 1),
        note: prefix === '' ? TWO_FAULTS : CROSSING,
      });
  return [...data.outages.map(row('')), ...spread.map(row('expert groups spread, '))];
}

/** 2.3 and F11: no preset is excluded by what the V3 report says. */
function presetRows({ presets }: RobustnessFindings): readonly ReportRow[] {
  return presets.flatMap(({ name, result }) => [
    reportRow({
      name: 'ETTR',
      unit: '%',
      case: `recovery ${name}`,
      paper: percent * DEEPSEEK_V3.ettrAbove,
      twin: percent * result.ettr,
      note: `${BOUND} "Less than two months" lies below every preset, so it cannot tell them apart.`,
    }),
    reportRow({
      name: 'goodput',
      unit: '%',
      case: `recovery ${name}`,
      paper: null,
      twin: percent * result.goodput,
      note: NOTICED,
    }),
  ]);
}

function llamaRows({ llama }: RobustnessFindings): readonly ReportRow[] {
  return [
    reportRow({
      name: 'unexpected interruptions',
      unit: '',
      case: 'Llama 3, 16,384 GPUs, 54 d',
      paper: LLAMA_3.unexpected,
      twin: llama.expected.interruptions,
      kind: 'fitted',
      tolerancePct: 0.1,
      note: 'Calibrated: the profile is made of these counts.',
    }),
    reportRow({
      name: 'unexpected interruptions, played',
      unit: '',
      case: 'Llama 3, 16,384 GPUs, 54 d',
      paper: LLAMA_3.unexpected,
      twin: llama.result.interruptions,
      note:
        `The same replay as the row below: a mean of replicas, each of which varies by ` +
        `${Math.sqrt(LLAMA_3.unexpected).toFixed(0)} (Poisson).`,
    }),
    reportRow({
      name: 'effective training time (ETTR)',
      unit: '%',
      case: 'Llama 3, 16,384 GPUs, 54 d',
      paper: percent * LLAMA_3.effectiveTimeAbove,
      twin: percent * llama.result.ettr,
      note:
        `${BOUND} Recovery times were not fitted to it; the six corruptions of its table are noticed after ` +
        `an hour (median; 95 % within 8 h), assumed.`,
    }),
    reportRow({
      name: 'goodput',
      unit: '%',
      case: 'Llama 3, 16,384 GPUs, 54 d',
      paper: null,
      twin: percent * llama.result.goodput,
      note: NOTICED,
    }),
  ];
}

function publishedRows({ megascale, byterobust }: RobustnessFindings): readonly ReportRow[] {
  const hpnCrashes = HPN.links * HPN.failuresPerLinkMonth;
  return [
    reportRow({
      name: 'crashes by links',
      unit: '/month',
      case: 'Alibaba HPN, 3,000 links',
      paper: null,
      twin: hpnCrashes,
      note: `The paper says ${HPN.crashesPerMonth.join(' to ')} a month.`,
    }),
    ...megascale.map((expected) =>
      reportRow({
        name: `restarts in ${expected.days} d`,
        unit: '',
        case: 'MegaScale, 10,000 GPUs',
        paper: MEGASCALE.restartsAbove,
        twin: expected.interruptions,
        note: `${BOUND} Its weeks are not stated: three and four are shown (F14).`,
      }),
    ),
    reportRow({
      name: 'events in 90 d',
      unit: '',
      case: 'ByteRobust, 9,600 GPUs',
      paper: null,
      twin: byterobust.interruptions,
      note: 'At the published ETTR of 97 % each event may cost so many minutes (F15).',
    }),
    reportRow({
      name: 'loss of each event',
      unit: 'min',
      case: 'ByteRobust, 9,600 GPUs',
      paper: null,
      twin: lossBudgetMinutes(byterobust, BYTEROBUST.ettr),
      note: 'At the published ETTR of 97 % each event may cost so many minutes (F15).',
    }),
  ];
}

function inputsOf(): readonly ProvenancedInput[] {
  const detectors = Object.values(SDC_DETECTORS).map(
    ({ kind, recall, provenance, source }): ProvenancedInput => ({
      name: `detectors.${kind}.recall`,
      value: recall,
      unit: '',
      provenance,
      source,
    }),
  );
  return [...profileInputs(entryOf(FAULT_PROFILES, 'llama3-h100-physical')), ...detectors];
}

const inPoints = ({ mean, ci95: [low, high] }: Statistic): string =>
  `${(percent * mean).toFixed(3)} points (95 %: ${(percent * low).toFixed(3)} to ` +
  `${(percent * high).toFixed(3)})`;

function conclusionOf({ data }: RobustnessFindings): string {
  const checks = data.detectors
    .find(({ visibleShare }) => visibleShare === VISIBLE_SHARE)
    ?.rows.find(({ detector }) => detector === 'checksum');
  const of = (question: RegExp, metric: Metric): Comparison | undefined =>
    data.comparisons.find((found) => question.test(found.question) && found.metric === metric);
  const flap = of(/^A flap/, 'ettr');
  const ideal = of(/^Ideal/, 'ettr');
  return [
    ...(flap === undefined
      ? []
      : [`A flap costs MPFT and MRFT the same to ${inPoints(flap.difference)} of ETTR.`]),
    ...(ideal === undefined ? [] : [`Ideal multi-port NICs gain ${inPoints(ideal.difference)} of ETTR.`]),
    ...(checks === undefined
      ? []
      : [
          `Checksums gain ${inPoints(checks.cleanGoodputDifference)} of clean goodput against no ` +
            `detector, from ` +
            `corruption that nobody notices, and cost ` +
            `${(-percent * checks.timeGoodputDifference.mean).toFixed(2)} points of time goodput.`,
        ]),
    STANDS_IN,
  ].join(' ');
}
