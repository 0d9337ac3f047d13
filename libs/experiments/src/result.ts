/**
 * What a run returns: a pure function of (canonical document, engine version). The wire contract of `railyard
 * run --json` and of `/v1/runs/{id}`.
 */
import { type Provenance, type ProvenancedInput } from '@railyard/base';
import { type ExperimentDocument } from './document.js';
import { type StepEnergy } from './energy/index.js';
import { type FlapSection } from './flap-result.js';
import { type ReplaySection } from './replay-result.js';

export interface StepMetrics {
  readonly stepTimeS: number;
  readonly tokensPerDayB: number;
  readonly tflopsCausal: number;
  readonly tflopsNonCausal: number;
  readonly mfuCausal: number;
  readonly mfuNonCausal: number;
  /**
   * The six parts of a step, each the mean over pipeline ranks (Table 4's reading): they add up to
   * `stepTimeS`.
   */
  readonly forwardS: number;
  readonly backwardInputS: number;
  readonly backwardWeightS: number;
  readonly overlappedForwardBackwardS: number;
  readonly bubbleS: number;
  readonly optimizerS: number;
  /**
   * Weight part of full backwards; part of `backwardWeightS`. Without it, the calls that do weights alone.
   */
  readonly fullBackwardWeightS: number;
  /** Communication during which no compute ran, mean over ranks; part of the chunk times above. */
  readonly exposedCommunicationS: number;
  readonly peakMemoryGB: number;
}

/** Metrics that follow from the times of a step. */
export type TimeMetrics = Omit<StepMetrics, 'peakMemoryGB'>;

export type Band = Readonly<Record<keyof TimeMetrics, readonly [low: number, high: number]>>;

/** Where a band comes from. */
export interface Uncertainty {
  /** Share of cases that the band is to hold. */
  readonly level: number;
  /** Expected values; a run's own metrics are those of its seed. */
  readonly mean: TimeMetrics;
  /** Deviation of the step time over draws of the routing, per cent; absent where nothing is drawn. */
  readonly draws?: { readonly count: number; readonly stepPct: number };
  /** Inputs that are not known exactly, each with the change of the step time at both ends of its range. */
  readonly inputs: readonly {
    readonly name: string;
    readonly value: number;
    readonly range: readonly [low: number, high: number];
    readonly provenance: Provenance;
    readonly reason: string;
    readonly stepPct: readonly [low: number, high: number];
  }[];
}

/** Published runs that a result is validated by, and the error of the engine on them; none is fitted. */
export interface ValidationFamily {
  readonly name: string;
  readonly rows: number;
  readonly medianPct: number;
  readonly p90Pct: number;
}

export interface AnchorSection {
  /** Share of the doubt about the step that the anchors take away, per cent. */
  readonly explainedPct: number;
  /** Factors on the parts of the step, and on the memory beyond weights, gradients and optimizer. */
  readonly corrections: {
    readonly kernels: number;
    readonly communication: number;
    readonly optimizer: number;
    readonly memory?: number;
  };
  /** Before the corrections. */
  readonly computedStepTimeS: number;
  readonly anchors: readonly {
    readonly name: string;
    readonly measuredStepS: number;
    readonly computedStepS: number;
  }[];
}

export interface RunWarning {
  readonly code: string;
  readonly message: string;
}

/**
 * Open-ended sections (breakdown, memory, network, replay) are plain JSON records with units in their keys.
 */
export type ResultSection = Readonly<Record<string, unknown>>;

export interface ExperimentResult {
  /** Hash of the canonical document and the engine version. */
  readonly id: string;
  readonly document: ExperimentDocument;
  readonly engineVersion: string;
  readonly metrics: StepMetrics;
  /** 90 % interval of each metric. */
  readonly band: Band;
  readonly uncertainty: Uncertainty;
  readonly family: ValidationFamily;
  /** Of a document with anchors: what they correct. */
  readonly anchor?: AnchorSection;
  readonly breakdown: ResultSection;
  readonly memory: ResultSection;
  readonly network: ResultSection;
  /** Of a document with `fail`: its step without, and how much longer it is with. */
  readonly healthy?: { readonly stepTimeS: number; readonly slowerPct: number };
  /** Of a document with `flap`: what each costs by itself. */
  readonly flaps?: readonly FlapSection[];
  /** Power and energy for a token; absent where the board's rating is not known. */
  readonly energy?: StepEnergy;
  /** Of a document with a replay section. */
  readonly replay?: ReplaySection;
  readonly warnings: readonly RunWarning[];
  readonly inputs: readonly ProvenancedInput[];
}

/** What a screen shows before the band is there. */
export type StepSections = Pick<ExperimentResult, 'id' | 'document' | 'metrics' | 'memory'>;

export interface Progress {
  /** What is being worked on, e.g. `plan`, `routing`, `schedule`, `replay`. */
  readonly phase: string;
  /** Share of the run that is done, 0..1. */
  readonly share: number;
}
