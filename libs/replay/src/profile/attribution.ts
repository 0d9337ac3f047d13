/**
 * Ties device work to the annotated range that launched it: kernel -> launch by correlation id -> innermost
 * range around the launch.
 */
import { type Annotation, type TraceRecords } from './trace-records.js';

export interface Attributed {
  /** Index of the annotation; -1 when the launch lies in none or is not in the trace. */
  readonly annotation: Int32Array;
  /**
   * For each annotation, how many of the same name began before it: the layer, where each layer has one range
   * of a name.
   */
  readonly occurrence: Int32Array;
}

export function attribute(records: TraceRecords): Attributed {
  const { work, launches, annotations } = records;
  const annotation = new Int32Array(work.length).fill(-1);
  const launched = work
    .flatMap(({ correlation }, index) => {
      const launch = launches.get(correlation);
      return launch === undefined ? [] : [{ index, ...launch }];
    })
    .sort((a, b) => a.atUs - b.atUs || a.index - b.index);
  let next = 0;
  let open: number[] = [];
  for (const { index, atUs, thread } of launched) {
    while (next < annotations.length && annotations[next].startUs <= atUs) open.push(next++);
    open = open.filter((at) => annotations[at].endUs >= atUs);
    annotation[index] = innermost(open, annotations, thread);
  }
  const seen = new Map<string, number>();
  const occurrence = Int32Array.from(annotations, ({ name }) => {
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count;
  });
  return { annotation, occurrence };
}

/**
 * The range that began last, of the launching thread if it has one: autograd launches from a thread of its
 * own while the main one waits in the range.
 */
function innermost(open: readonly number[], annotations: readonly Annotation[], thread: number): number {
  let any = -1;
  for (let at = open.length - 1; at >= 0; at -= 1) {
    if (annotations[open[at]].thread === thread) return open[at];
    if (any < 0) any = open[at];
  }
  return any;
}
