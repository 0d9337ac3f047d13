/** What passes between the service and the thread that expands sweeps. */
import { type MessagePort } from 'node:worker_threads';
import { type Issue } from '@railyard/base';
import {
  type AnyObjective,
  type LosingBound,
  type SecondsBehind,
  type SweepPoint,
} from '@railyard/experiments';
import { type SweepPointRun } from '@railyard/database';

/** Points that cannot run, by what is wrong with them. */
export interface InfeasibleGroup {
  readonly issue: Issue;
  readonly count: number;
  /** Parameters of the first of them. */
  readonly example: SweepPoint;
}

/** Points that a search did not run, by the bound that says why. */
export interface LostPoints {
  readonly by: LosingBound;
  readonly count: number;
  /** The objective that none of them beats. */
  readonly bound: number;
}

/** Where a run of a search loses time to the best. */
export interface RunBehind extends SecondsBehind {
  readonly position: number;
}

/** What an expansion found. */
export interface SweepPlan {
  /** Points of the sweep, before anything is removed. */
  readonly size: number;
  readonly duplicates: number;
  readonly infeasible: { readonly count: number; readonly groups: readonly InfeasibleGroup[] };
  /** Points that a search need not run, because their bound loses; 0 without a search. */
  readonly pruned: number;
  /** Points to run. */
  readonly runs: number;
  readonly objective: AnyObjective;
  /** Of a search. */
  readonly lost?: readonly LostPoints[];
  /** Of a search: its runs, the best first. */
  readonly behind?: readonly RunBehind[];
}

export interface Preview extends SweepPlan {
  /** Time of one run on one thread, from a few of them; null when none can run. */
  readonly secondsPerRun: number | null;
}

export interface ExpansionBatch {
  readonly plan: SweepPlan;
  readonly from: number;
  readonly points: readonly SweepPointRun[];
  readonly isLast: boolean;
}

export type SweepTask =
  | { readonly kind: 'preview'; readonly document: unknown }
  | { readonly kind: 'count'; readonly document: unknown }
  | {
      readonly kind: 'expand';
      readonly document: unknown;
      /** Points that were added before. */
      readonly from: number;
      /** Batches go out here; the number of points that are added comes back, or null to stop. */
      readonly port: MessagePort;
    };

/** Issues travel as data: a thread's errors lose their class. */
export type SweepOutput =
  | { readonly preview: Preview }
  | { readonly experimentIds: readonly string[] }
  | { readonly done: true }
  | { readonly issues: readonly Issue[] };
