/**
 * Ties device work to the annotated range that launched it: kernel -> launch by correlation id -> innermost
 * range around the launch.
 */
import { elementAt } from '@railyard/base';
import { type Annotation, type DeviceWork, type TraceRecords, sortedRows } from '../trace/index.js';

export interface Attributed {
  /** Index of the annotation; -1 when the launch lies in none or is not in the trace. */
  readonly annotation: Int32Array;
  /**
   * For each annotation, how many of the same name began before it: the layer, where each layer has one range
   * of a name.
   */
  readonly occurrence: Int32Array;
}

export function attribute(work: DeviceWork, { launches, annotations }: TraceRecords): Attributed {
  const annotation = new Int32Array(work.length).fill(-1);
  if (annotations.length > 0) {
    const launchOf = new Int32Array(work.length);
    const rows = new Uint32Array(work.length);
    let count = 0;
    for (let row = 0; row < work.length; row += 1) {
      launchOf[row] = launches.find(elementAt(work.correlations, row));
      if (elementAt(launchOf, row) >= 0) rows[count++] = row;
    }
    const launched = sortedRows(rows.subarray(0, count), (a, b) => launchTime(a) - launchTime(b));
    function launchTime(row: number): number {
      return elementAt(launches.times, elementAt(launchOf, row));
    }
    let next = 0;
    let open: number[] = [];
    for (const row of launched) {
      const atUs = launchTime(row);
      while (next < annotations.length && elementAt(annotations, next).startUs <= atUs) open.push(next++);
      open = open.filter((at) => elementAt(annotations, at).endUs >= atUs);
      annotation[row] = innermost(open, annotations, elementAt(launches.threads, elementAt(launchOf, row)));
    }
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
    const range = elementAt(open, at);
    if (elementAt(annotations, range).thread === thread) return range;
    if (any < 0) any = range;
  }
  return any;
}
