/** What a user asks of a schedule, and the mistakes that can be made in asking. */
import { type IssueList, assertUnreachable } from '@railyard/base';
import { type ScheduleName, type SendMode } from './schedule-name.js';
import { dualPipeOps, dualPipeVOps } from './dualpipe.js';
import { pairsOf } from './pairs.js';

export const SCHEDULE_NAMES: readonly ScheduleName[] = [
  'gpipe',
  '1f1b',
  'interleaved',
  'zb-h1',
  'zb1p',
  'zb-v',
  'dualpipe',
  'dualpipe-v',
];

export const SEND_MODES: readonly SendMode[] = ['published', 'eager'];

export interface ScheduleRequest {
  readonly name: ScheduleName;
  /** Devices of the pipeline. */
  readonly ranks: number;
  readonly microBatches: number;
  /**
   * Model chunks per device of interleaved 1F1B; other schedules have their own number and do not read it.
   */
  readonly chunksPerDevice: number;
  readonly sends: SendMode;
  /** Of 1F1B: the forward and the backward of the steady state are one overlapped op (pairs.ts). */
  readonly pairs?: boolean;
}

/** Places of the three numbers in the user's document. */
export interface SchedulePlaces {
  readonly ranks: IssueList;
  readonly microBatches: IssueList;
  readonly chunksPerDevice: IssueList;
}

/** Ops of one schedule at most: bounds memory and time before anything is built. */
export const MAX_SCHEDULE_OPS = 8_000_000;
/** Stages are 16-bit in the schedule's arrays. */
export const MAX_STAGES = 32_767;

/** Model stages per device: 2 for the V shapes, the user's choice for interleaved 1F1B, else 1. */
export function chunksPerDeviceOf(request: Pick<ScheduleRequest, 'name' | 'chunksPerDevice'>): number {
  if (request.name === 'zb-v' || request.name === 'dualpipe-v') return 2;
  return request.name === 'interleaved' ? request.chunksPerDevice : 1;
}

/** 2 for DualPipe, whose ranks hold every stage twice: micro-batches enter at both ends. */
export const directionsOf = (name: ScheduleName): 1 | 2 => (name === 'dualpipe' ? 2 : 1);

/**
 * Adds an issue for each precondition that does not hold; `places` says where the numbers are if not under
 * `issues`.
 */
export function checkScheduleRequest(
  request: ScheduleRequest,
  issues: IssueList,
  places: SchedulePlaces = {
    ranks: issues.at('ranks'),
    microBatches: issues.at('microBatches'),
    chunksPerDevice: issues.at('chunksPerDevice'),
  },
): void {
  const { name, ranks, microBatches } = request;
  const known = SCHEDULE_NAMES.includes(name);
  if (
    !issues.require(
      known,
      'unknown-schedule',
      `Schedule ${JSON.stringify(name)} does not exist.`,
      `Use one of: ${SCHEDULE_NAMES.join(', ')}.`,
    )
  )
    return;
  let whole = requireCount(places.ranks, ranks);
  whole = requireCount(places.microBatches, microBatches) && whole;
  if (name === 'interleaved') whole = requireCount(places.chunksPerDevice, request.chunksPerDevice) && whole;
  if (!whole) return;
  const stages = ranks * chunksPerDeviceOf(request);
  const fits = places.ranks.require(
    stages <= MAX_STAGES,
    'too-large',
    `${places.ranks.key} must make at most ${MAX_STAGES} pipeline stages (got ${stages}).`,
    'Use fewer ranks or chunks.',
  );
  if (!requirePreconditions(request, places) || !fits) return;
  const ops = opsOf(request);
  places.microBatches.require(
    ops <= MAX_SCHEDULE_OPS,
    'too-large',
    `${places.microBatches.key} must make at most ${MAX_SCHEDULE_OPS} ops (got ${ops}).`,
    'Use fewer micro-batches or stages.',
  );
}

/** What the schedule needs to be written at all; true when it has it. */
function requirePreconditions(
  { name, ranks, microBatches }: ScheduleRequest,
  places: SchedulePlaces,
): boolean {
  let holds = true;
  if (name === 'dualpipe') {
    holds = places.ranks.require(
      ranks % 2 === 0,
      'odd-ranks',
      `DualPipe must have an even number of ranks (got ${ranks}).`,
      'Use an even number of ranks, or dualpipe-v.',
    );
    holds =
      places.microBatches.require(
        microBatches % 2 === 0,
        'odd-micro-batches',
        `DualPipe must have an even number of micro-batches, half for each direction (got ${microBatches}).`,
        `Use ${microBatches + 1} micro-batches.`,
      ) && holds;
  }
  if (name === 'dualpipe' || name === 'dualpipe-v') {
    holds =
      places.microBatches.require(
        microBatches >= 2 * ranks,
        'too-few-micro-batches',
        `${name} must have at least 2 x ${ranks} micro-batches to fill the pipeline (got ${microBatches}).`,
        `Use ${2 * ranks} micro-batches or more.`,
      ) && holds;
  }
  return holds;
}

/**
 * Ops of a schedule whose preconditions hold, before it is built: F and BW of each stage and micro-batch, or
 * F, B and W.
 */
export function opsOf(request: ScheduleRequest): number {
  const { name, ranks, microBatches } = request;
  const passes = ranks * chunksPerDeviceOf(request) * microBatches;
  switch (name) {
    case 'gpipe':
    case '1f1b':
    case 'interleaved':
      return (
        2 * passes - (request.pairs === true ? pairsOf(ranks, microBatches, chunksPerDeviceOf(request)) : 0)
      );
    case 'zb-h1':
    case 'zb1p':
    case 'zb-v':
      return 3 * passes;
    case 'dualpipe':
      return dualPipeOps(ranks, microBatches);
    case 'dualpipe-v':
      return dualPipeVOps(ranks, microBatches);
    default:
      return assertUnreachable(name);
  }
}

function requireCount(place: IssueList, value: number): boolean {
  return place.require(
    Number.isSafeInteger(value) && value >= 1,
    'not-a-count',
    `${place.key} must be a whole number of at least 1 (got ${value}).`,
    'Use a whole number from 1.',
  );
}
