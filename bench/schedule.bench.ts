/**
 * Speed of schedules: built and executed with dependencies, one core. Floors and ambitions are those of the
 * project's issue.
 */
import { elementAt } from '@railyard/base';
import {
  OP_KINDS,
  OpKind,
  type Schedule,
  type ScheduleName,
  type ScheduleRequest,
  type SendMode,
  ScheduleWorkspace,
  checkSchedule,
  executeSchedule,
  generateSchedule,
} from '@railyard/parallelism';
import { type BenchLine, rateOf } from './bench-line.js';

const RANKS = 16;
const MICRO_BATCHES = 120;
/**
 * F 1, B input 1, B full 2, W 1, F&B 3; a chunk's share of it for schedules with several chunks per device.
 */
const UNIT_COST = [1, 1, 2, 1, 3];

export async function scheduleBench(): Promise<BenchLine[]> {
  const dualPipe = buildAndExecute('dualpipe');
  const lines: BenchLine[] = [
    {
      name: 'schedule dualpipe 16x120, built and executed',
      value: dualPipe.perSecond,
      unit: 'schedules/s',
      floor: 1000,
      ambition: 2000,
    },
    {
      name: 'schedule dualpipe 16x120, ops built and executed',
      value: dualPipe.perSecond * dualPipe.parts,
      unit: 'ops/s',
      floor: 4e6,
      ambition: 10e6,
      note: `${dualPipe.parts} ops a schedule, F&B counted as its two`,
    },
    { name: 'schedule dualpipe 16x120, executed only', value: executeOnly('dualpipe'), unit: 'schedules/s' },
    {
      name: 'schedule dualpipe 16x120 with its published waits, built and executed',
      value: buildAndExecute('dualpipe', 'published').perSecond,
      unit: 'schedules/s',
      floor: 1000,
      ambition: 2000,
    },
    {
      name: 'schedule dualpipe 16x120 with its published waits, executed only',
      value: executeOnly('dualpipe', 'published'),
      unit: 'schedules/s',
    },
    {
      name: 'schedule zb1p 16x120, constructed',
      value: rateOf(() => void generateSchedule(request('zb1p'))),
      unit: 'schedules/s',
      floor: 100,
      ambition: 500,
      note: 'in closed form: the order is optimal for any F, B, W within 1F1B memory, so nothing is searched',
    },
    {
      name: 'schedule zb1p 16x120, constructed and checked',
      value: rateOf(() => void checkSchedule(generateSchedule(request('zb1p')))),
      unit: 'schedules/s',
    },
  ];
  for (const name of ['gpipe', '1f1b', 'zb-h1', 'zb-v', 'dualpipe-v'] as const) {
    lines.push({
      name: `schedule ${name} 16x120, built and executed`,
      value: buildAndExecute(name).perSecond,
      unit: 'schedules/s',
    });
  }
  return lines;
}

function request(name: ScheduleName, sends: SendMode = 'eager'): ScheduleRequest {
  return { name, ranks: RANKS, microBatches: MICRO_BATCHES, chunksPerDevice: 2, sends };
}

function buildAndExecute(
  name: ScheduleName,
  sends: SendMode = 'eager',
): { perSecond: number; parts: number } {
  const workspace = new ScheduleWorkspace();
  const durations = new Float64Array(6 * RANKS * MICRO_BATCHES);
  const transfer = new Float64Array(2 * RANKS).fill(0.01);
  const asked = request(name, sends);
  let makespan = 0;
  const perSecond = rateOf(() => {
    const schedule = generateSchedule(asked);
    fillDurations(schedule, durations);
    makespan = executeSchedule(
      schedule,
      { durations, forwardTransfer: transfer, backwardTransfer: transfer },
      workspace,
    ).makespan;
  });
  const schedule = generateSchedule(asked);
  const overlapped = schedule.kind.filter((kind) => kind === OpKind.FB).length;
  return { perSecond: makespan > 0 ? perSecond : 0, parts: schedule.kind.length + overlapped };
}

function executeOnly(name: ScheduleName, sends: SendMode = 'eager'): number {
  const workspace = new ScheduleWorkspace();
  const schedule = generateSchedule(request(name, sends));
  const durations = new Float64Array(schedule.kind.length);
  const transfer = new Float64Array(schedule.directions * schedule.stages).fill(0.01);
  fillDurations(schedule, durations);
  return rateOf(
    () =>
      void executeSchedule(
        schedule,
        { durations, forwardTransfer: transfer, backwardTransfer: transfer },
        workspace,
      ),
  );
}

function fillDurations(schedule: Schedule, durations: Float64Array): void {
  const cost = new Float64Array(OP_KINDS);
  for (let kind = 0; kind < OP_KINDS; kind += 1)
    cost[kind] = elementAt(UNIT_COST, kind) / schedule.chunksPerDevice;
  const { kind } = schedule;
  for (let op = 0; op < kind.length; op += 1) durations[op] = elementAt(cost, elementAt(kind, op));
}
