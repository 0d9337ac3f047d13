/** Time by kind of kernel, milliseconds. */
import { type KernelKind, isCommunication } from '../kernels/index.js';

/** Milliseconds in a microsecond. */
export const MS = 1e-3;

export type KindTimes = Partial<Record<KernelKind, number>>;

export function addTime(times: KindTimes, kind: KernelKind, durationUs: number): void {
  times[kind] = (times[kind] ?? 0) + durationUs * MS;
}

/** What takes most of the time. */
export function roleOf(times: KindTimes): 'compute' | 'communication' {
  let all = 0;
  let moving = 0;
  for (const [kind, ms] of Object.entries(times) as [KernelKind, number][]) {
    all += ms;
    if (isCommunication(kind)) moving += ms;
  }
  return moving > all / 2 ? 'communication' : 'compute';
}
