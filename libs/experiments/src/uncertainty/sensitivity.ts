/**
 * How much each input moves a step: the input at 0.9 and at 1.1 of its value, everything else and the draw
 * of the routing as they are. Steps are steady ones (`steadyParts`), whose differences are what lasts of a
 * change.
 */
import { type Provenance, type ProvenancedInput } from '@railyard/base';
import { OVERLAPPED_EXPERT_RATE, type StepParts, steadyParts } from '@railyard/parallelism';
import { type JobSpec } from '../document.js';
import { type JobOnMachine } from '../job/index.js';
import { type JobChange, changedStep } from './job-change.js';

const TENTHS = [9, 11] as const;

const STEP_PHASES = [
  'forward',
  'backwardInput',
  'backwardWeight',
  'overlappedForwardBackward',
  'bubble',
  'optimizer',
] as const satisfies readonly (keyof StepParts)[];
export type StepPhaseName = (typeof STEP_PHASES)[number];

type Pair = readonly [low: number, high: number];

export interface SensitivityRow {
  readonly input: string;
  readonly provenance: Provenance;
  /** Values tried: whole where the input is, and no more than it can be. */
  readonly low: number;
  readonly high: number;
  /** Change of the step at each of them, in per cent. */
  readonly stepPct: Pair;
  /** Change of each phase that the step has, in per cent of the phase. */
  readonly phasesPct: Readonly<Partial<Record<StepPhaseName, Pair>>>;
}

interface VariedInput {
  readonly name: string;
  readonly value: number;
  readonly changeTo: (value: number) => JobChange;
  readonly most?: number;
  readonly whole?: true;
}

/**
 * The largest mover first; inputs that move nothing are left out. @param inputs of the result, for
 * provenance
 */
export function sensitivityOf(
  job: JobOnMachine,
  inputs: readonly ProvenancedInput[],
): readonly SensitivityRow[] {
  const { spec, step } = job;
  const base = steadyParts(step, step.optimizer.seconds, spec.seed);
  const provenance = new Map(inputs.map((input) => [input.name, input.provenance]));
  const rows = variedInputs(spec).map((input): SensitivityRow => {
    const [low, high] = TENTHS.map((tenths) => varied(input, tenths)) as [number, number];
    const ends = [low, high].map((value): StepParts => {
      const { priced, optimizerS } = changedStep(job, input.changeTo(value));
      return steadyParts(priced, optimizerS, spec.seed);
    });
    const change = (of: keyof StepParts): Pair =>
      ends.map((parts) => 100 * (parts[of] / base[of] - 1)) as [number, number];
    return {
      input: input.name,
      provenance: provenance.get(input.name) ?? 'assumed',
      low,
      high,
      stepPct: change('total'),
      phasesPct: Object.fromEntries(
        STEP_PHASES.filter((phase) => base[phase] > 0).map((phase) => [phase, change(phase)]),
      ),
    };
  });
  return rows
    .filter((row) => Object.values(row.phasesPct).flat().some(moves))
    .toSorted((a, b) => largest(b) - largest(a));
}

/** More than rounding. */
const moves = (percent: number): boolean => Math.abs(percent) > 1e-6;
const largest = ({ stepPct }: SensitivityRow): number => Math.max(...stepPct.map(Math.abs));

function varied({ value, most = Infinity, whole }: VariedInput, tenths: number): number {
  const changed = Math.min(most, (value * tenths) / 10);
  return whole === true ? Math.round(changed) : changed;
}

function variedInputs({ cluster, workload }: JobSpec): readonly VariedInput[] {
  const { device, nic } = cluster;
  const { communication, routing } = workload;
  const ofDevice = (
    name: 'bf16Tflops' | 'fp8Tflops' | 'fp32Tflops' | 'memoryBandwidthGBps' | 'nvlinkAchievedGBps',
    most = Infinity,
  ): VariedInput => ({
    name: `device.${name}`,
    value: device[name],
    most,
    changeTo: (value) => ({ device: { [name]: value } }),
  });
  return [
    ofDevice('bf16Tflops'),
    ofDevice('fp8Tflops'),
    ofDevice('fp32Tflops'),
    ofDevice('memoryBandwidthGBps'),
    ofDevice('nvlinkAchievedGBps', device.nvlinkGBps),
    {
      name: 'nic.bandwidthGBps',
      value: nic.bandwidthGBps,
      changeTo: (bandwidthGBps) => ({ nic: { bandwidthGBps } }),
    },
    {
      name: 'nic.efficiency',
      value: nic.efficiency,
      most: 1,
      changeTo: (efficiency) => ({ nic: { efficiency } }),
    },
    {
      name: 'workload.routing.expertLoadCv',
      value: routing.expertLoadCv,
      changeTo: (expertLoadCv) => ({ expertLoadCv }),
    },
    {
      name: 'workload.communication.sms',
      value: communication.sms,
      whole: true,
      most: device.sms - 1,
      changeTo: (communicationSms) => ({ communicationSms }),
    },
    {
      name: 'experts.overlappedRate',
      value: OVERLAPPED_EXPERT_RATE.value,
      most: 1,
      changeTo: (overlappedExpertRate) => ({ overlappedExpertRate }),
    },
  ];
}
