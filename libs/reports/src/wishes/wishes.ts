/**
 * The paper's suggestions for hardware, each a switch of a document, priced on the founding cluster
 * (sections 3,
 * 4.4, 4.5, 5 and 6). What the model does not carry is said in words, and has no number.
 */
import { type ProvenancedInput } from '@railyard/base';
import {
  ENGINE_VERSION,
  type PricedChange,
  type PricedSet,
  type PricedSuggestion,
  STRENGTHS,
  type Suggestion,
  type WishPrices,
} from '@railyard/experiments';
import { type Grid, type Report, type ReportRow, reportRow } from '../report.js';

/** Changes below a part in 1e9 are none. */
const NONE = 1e-9;
const SECONDS_PER_DAY = 86_400;
/** Tokens of a step of the founding job: 15,360 sequences of 4,096. */
const STEP_TOKENS = 15_360 * 4096;

export function wishes({ suggestions, sets }: WishPrices): Report {
  return {
    artifact: 'wishes',
    title: "The paper's suggestions for hardware, priced on 2,048 H800",
    engineVersion: ENGINE_VERSION,
    rows: [...suggestions.flatMap(rowsOf), ...sets.map(rowOfSet)],
    grid: gridOf(suggestions, sets),
    inputs: suggestions.map(inputOf),
    withinTolerance: true,
    conclusion: conclusionOf(suggestions),
  };
}

const HEAD = [
  'no.',
  'section',
  'suggestion, and what changes in the machine',
  'job (switch)',
  'today',
  'with it',
  'change (range)',
  'resources work less',
  'gain for cost',
  'data',
  'needs, bounds, costs',
];

const rowsOf = ({ suggestion, priced }: PricedSuggestion): readonly ReportRow[] =>
  priced.map((one) => changeRow(`${suggestion.id} ${suggestion.name}`, one, suggestion.needs));

const changeRow = (name: string, one: PricedChange, note: string): ReportRow =>
  reportRow({
    name: `${one.job}: ${one.quantity}, change`,
    unit: one.unit,
    case: name,
    paper: null,
    twin: one.change,
    band: one.band,
    note,
  });

const rowOfSet = ({ name, of, priced, addedChange }: PricedSet): ReportRow =>
  changeRow(`${of.join(' + ')}: ${name}`, priced, addedNote(addedChange, priced.unit));

const addedNote = (added: number, unit: string): string =>
  `Simulated together; the parts added up would be ${signed(added)} ${unit}.`;

function gridOf(suggestions: readonly PricedSuggestion[], sets: readonly PricedSet[]): Grid {
  const body = [
    ...suggestions.flatMap(({ suggestion, priced }) => {
      const { id, section, name, machine, needs, oneKnobWith = [], cost, costOf } = suggestion;
      const knob = oneKnobWith.length === 0 ? '' : ` One knob with ${oneKnobWith.join(', ')}.`;
      const costs = cost === undefined ? ' No public price.' : ` Cost: ${cost}.`;
      const words = `${needs}${knob}${costs}`;
      const start = [id, section, `${name}: ${machine}`];
      const data = STRENGTHS[id] ?? '-';
      if (priced.length === 0) return [[...start, '-', '-', '-', 'in words', '-', '-', data, words]];
      return priced.map((one, i) => [
        ...(i === 0 ? start : [id, section, name]),
        ...cellsOf(one),
        gainForCost(one, costOf),
        data,
        i === 0 ? words : '',
      ]);
    }),
    ...sets.map(({ name, of, priced, addedChange }) => [
      of.join('+'),
      '',
      `${name}, together`,
      ...cellsOf(priced),
      '-',
      '-',
      addedNote(addedChange, priced.unit),
    ]),
  ];
  return { head: HEAD, body, textColumns: HEAD.length };
}

function gainForCost({ gain, unit, job }: PricedChange, costOf: Suggestion['costOf']): string {
  // A network that costs less: its gain is the saving.
  if (job.startsWith('network for')) return gain > NONE ? `saves ${digits(gain)} ${unit}` : 'none';
  if (costOf === undefined) return 'no public cost';
  return `${signed(gain / costOf.amount)} ${unit} for 1 ${costOf.unit}`;
}

function cellsOf(one: PricedChange): readonly string[] {
  const { job, switches, today, then, unit, change, band, saved } = one;
  const both = Number.isNaN(today) ? ['-', '-'] : [`${digits(today)} ${unit}`, `${digits(then)} ${unit}`];
  const percent = Number.isNaN(today) ? '' : `, ${signed((100 * change) / today)} %`;
  const range = `${signed(band[0])} to ${signed(band[1])}`;
  const tokens = job.startsWith('training')
    ? `; ${signed((STEP_TOKENS * SECONDS_PER_DAY * (1 / then - 1 / today)) / 1e9)} B tokens/day`
    : '';
  const work = Object.entries(saved)
    .filter(([, seconds]) => Math.abs(seconds) > NONE)
    .map(([name, seconds]) => `${name} ${digits(seconds)} ${unit}`);
  return [
    `${job} (${switches.join(', ')})`,
    ...both,
    `${signed(change)} ${unit} (${range})${percent}${tokens}`,
    work.join(', ') || 'nothing',
  ];
}

const digits = (value: number): string =>
  Math.abs(value) < NONE ? '0' : String(Number(value.toPrecision(Math.abs(value) < 0.01 ? 2 : 4)));
const signed = (value: number): string => `${value > NONE ? '+' : ''}${digits(value)}`;

const inputOf = ({ suggestion }: PricedSuggestion): ProvenancedInput => ({
  name: `wishes.${suggestion.id}`,
  value: suggestion.machine,
  unit: '',
  provenance: /assumed|guess|no public/.test(suggestion.source) ? 'assumed' : 'published',
  source: suggestion.source,
});

/** The largest gains of each kind of job, and those that have a public cost. */
function conclusionOf(suggestions: readonly PricedSuggestion[]): string {
  const largest = (jobs: RegExp): string => {
    const gains = suggestions
      .flatMap(({ suggestion, priced }) =>
        priced.filter(({ job }) => jobs.test(job)).map((one) => ({ id: suggestion.id, one })),
      )
      .filter(({ one }) => one.gain > NONE)
      .map(({ id, one }) => ({
        id,
        share: Number.isNaN(one.today) ? one.gain : (100 * one.gain) / one.today,
      }))
      .sort((a, b) => b.share - a.share);
    const named = gains.slice(0, 5).map(({ id, share }) => `${id} ${share.toPrecision(2)} %`);
    return named.length === 0 ? 'none' : named.join(', ');
  };
  const priced = suggestions.flatMap(({ suggestion: { id, cost } }) =>
    cost === undefined ? [] : [`${id} (${cost})`],
  );
  return (
    `Step time less: ${largest(/^training$/)}. Time per token less: ` +
    `${largest(/^decode, (8 sequences|72 GPUs)$/)}. ` +
    `Goodput more (points): ${largest(/^days/)}. On a RoCE twin: ${largest(/RoCE/)}. Costs are public of ` +
    `${priced.join('; ')}: gain for cost ranks S12 first, which saves, then S20; of all others no ` +
    `price is public, and ` +
    'none is made up. Gains of one knob are one gain; sets are simulated together.'
  );
}
