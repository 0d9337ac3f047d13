/** Schema of a schedule request: a pipeline schedule executed with equal op times. */
import { MAX_SCHEDULE_OPS, MAX_STAGES, SCHEDULE_NAMES, SEND_MODES } from '@railyard/parallelism';
import { choice, count, quantity, type Accepted, type Typed } from '../json-schema.js';
import { request } from './request.js';

/** Below a day: longer ops are a mistake of units. */
const MAX_OP_MS = 86_399_999;

const opTime = (description: string, option: string): Typed<number> =>
  quantity(description, 'ms', 0, MAX_OP_MS, { 'x-option': option });

export const scheduleRequestSchema = request(
  'Execute a pipeline schedule: bubble, formula, op counts of each rank.',
  {
    name: choice('Schedule by name.', SCHEDULE_NAMES, { 'x-option': '<name>' }),
    ranks: count('Devices of the pipeline.', 1, MAX_STAGES, { 'x-option': '--ranks <P>' }),
    microBatches: count('Micro-batches of a step.', 1, MAX_SCHEDULE_OPS, {
      'x-option': '--micro-batches <M>',
    }),
  },
  {
    fMs: opTime('Forward, per device and micro-batch; default: 1.', '--f <ms>'),
    bInputMs: opTime('Backward for the input; default: as the forward.', '--b-input <ms>'),
    wMs: opTime('Backward for the weights; default: as the forward.', '--w <ms>'),
    fbMs: opTime(
      'Forward overlapped with a full backward, for dualpipe and dualpipe-v; default: the sum of the three.',
      '--fb <ms>',
    ),
    chunksPerDevice: count('Model chunks of a device, for interleaved; default: 2.', 1, MAX_STAGES, {
      'x-option': '--chunks <v>',
    }),
    sends: choice(
      'When a rank waits for what it sends: where the published program does, or never; default: published.',
      SEND_MODES,
      { 'x-option': '--sends <mode>' },
    ),
  },
);

export type ScheduleRequest = Accepted<typeof scheduleRequestSchema>;
