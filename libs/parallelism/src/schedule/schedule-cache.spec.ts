import { generateSchedule } from './generate.js';
import { scheduleFor } from './schedule-cache.js';
import { type ScheduleRequest } from './request.js';
import { executeSchedule } from './execute.js';
import { ScheduleWorkspace } from './workspace.js';

const request = (more: Partial<ScheduleRequest> = {}): ScheduleRequest => ({
  name: 'dualpipe',
  ranks: 8,
  microBatches: 32,
  chunksPerDevice: 1,
  sends: 'published',
  ...more,
});

describe('cached schedules', () => {
  it('are what the generator makes, made once', () => {
    const first = scheduleFor(request());
    expect(first).toEqual(generateSchedule(request()));
    expect(scheduleFor(request())).toBe(first);
  });

  it('differ by everything that was asked', () => {
    const asked = [
      request(),
      request({ microBatches: 34 }),
      request({ ranks: 4 }),
      request({ name: '1f1b' }),
      request({ sends: 'eager' }),
      request({ name: 'interleaved', chunksPerDevice: 2 }),
      request({ name: 'interleaved', chunksPerDevice: 4 }),
    ];
    for (const one of asked) expect(scheduleFor(one)).toEqual(generateSchedule(one));
    expect(new Set(asked.map(scheduleFor)).size).toBe(asked.length);
  });

  it('come out of being executed as they were', () => {
    const schedule = scheduleFor(request());
    const ops = new Float64Array(schedule.kind.length).fill(1);
    const noTransfer = new Float64Array(schedule.directions * schedule.stages);
    executeSchedule(
      schedule,
      { durations: ops, forwardTransfer: noTransfer, backwardTransfer: noTransfer },
      new ScheduleWorkspace(),
    );
    expect(schedule).toEqual(generateSchedule(request()));
  });

  it('are let go when they are many or large', () => {
    const first = scheduleFor(request());
    for (let microBatches = 2000; microBatches < 2100; microBatches += 2)
      scheduleFor(request({ microBatches }));
    expect(scheduleFor(request())).not.toBe(first);
    const large = request({ name: 'gpipe', ranks: 64, microBatches: 4000 });
    expect(scheduleFor(large)).not.toBe(scheduleFor(large));
  });
});
