import { IssueList } from '@railyard/base';
import { type ScheduleName } from './schedule-name.js';
import { generateSchedule } from './generate.js';
import {
  MAX_SCHEDULE_OPS,
  SCHEDULE_NAMES,
  type ScheduleRequest,
  checkScheduleRequest,
  opsOf,
} from './request.js';

function issuesOf(request: ScheduleRequest): string[] {
  const issues = new IssueList();
  checkScheduleRequest(request, issues);
  return issues.issues.map((issue) => `${issue.path} ${issue.code}`);
}

const request = (
  name: ScheduleName,
  ranks: number,
  microBatches: number,
  chunksPerDevice = 1,
): ScheduleRequest => ({ name, ranks, microBatches, chunksPerDevice, sends: 'published' });

describe('checkScheduleRequest', () => {
  it('lets good requests pass', () => {
    for (const good of [
      request('gpipe', 1, 1),
      request('dualpipe', 16, 120),
      request('dualpipe-v', 3, 7),
      request('interleaved', 4, 8, 3),
      request('zb-v', 5, 1),
    ]) {
      expect(issuesOf(good)).toEqual([]);
    }
  });

  it('lists every mistake at once', () => {
    expect(issuesOf(request('dualpipe', 3, 5))).toEqual([
      '/ranks odd-ranks',
      '/microBatches odd-micro-batches',
      '/microBatches too-few-micro-batches',
    ]);
    expect(issuesOf(request('interleaved', 0, 1.5, NaN))).toEqual([
      '/ranks not-a-count',
      '/microBatches not-a-count',
      '/chunksPerDevice not-a-count',
    ]);
  });

  it('knows the preconditions of each schedule', () => {
    expect(issuesOf(request('dualpipe', 8, 14))).toEqual(['/microBatches too-few-micro-batches']);
    expect(issuesOf(request('dualpipe-v', 8, 15))).toEqual(['/microBatches too-few-micro-batches']);
    expect(issuesOf(request('interleaved', 16, 120, 2))).toEqual([]);
    expect(issuesOf(request('zigzag' as ScheduleName, 8, 15))).toEqual([' unknown-schedule']);
  });

  it('bounds the work before anything is built', () => {
    expect(issuesOf(request('gpipe', 40_000, 1))).toEqual(['/ranks too-large']);
    expect(issuesOf(request('1f1b', 1000, 1_000_000))).toEqual(['/microBatches too-large']);
    expect(issuesOf(request('1f1b', 1e308, 1))).toEqual(['/ranks not-a-count']);
  });

  it.each(SCHEDULE_NAMES)('%s: counts the ops that it has', (name) => {
    for (const asked of [request(name, 2, 4, 3), request(name, 6, 12, 2), request(name, 6, 24, 1)])
      expect(opsOf(asked)).toBe(generateSchedule(asked).kind.length);
  });

  it('refuses by what the schedule has, not by the most that one could have', () => {
    expect(issuesOf(request('1f1b', 1000, MAX_SCHEDULE_OPS / 2000))).toEqual([]);
    const issues = new IssueList();
    checkScheduleRequest(request('1f1b', 4096, 4096), issues);
    expect(issues.issues.map(({ message }) => message)).toEqual([
      'microBatches must make at most 8000000 ops (got 33554432).',
    ]);
  });

  it("points to where the numbers stand in the caller's document", () => {
    const issues = new IssueList();
    const parallelism = issues.at('parallelism');
    checkScheduleRequest(request('dualpipe', 3, 8), issues, {
      ranks: parallelism.at('pipeline'),
      microBatches: issues.at('batch'),
      chunksPerDevice: issues,
    });
    expect(issues.issues.map((issue) => issue.path)).toEqual(['/parallelism/pipeline']);
  });
});
