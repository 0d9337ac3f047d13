/**
 * Ties device work to the annotated range that launched it: kernel -> launch by correlation id -> innermost
 * range around the launch.
 */
import { elementAt } from '@railyard/base';
import { type Annotation, type Launches, type TraceRecords } from '../trace/index.js';

export class Attribution {
  /**
   * For each annotation, how many of the same name began before it: the layer, where each layer has one range
   * of a name.
   */
  readonly occurrence: Int32Array;
  private readonly annotations: readonly Annotation[];
  private readonly launches: Launches;
  /** For each annotation, the last one before it that ends later; -1 for none. */
  private readonly around: Int32Array;

  constructor({ annotations, launches }: Pick<TraceRecords, 'annotations' | 'launches'>) {
    this.annotations = annotations;
    this.launches = launches;
    this.around = new Int32Array(annotations.length);
    const seen = new Map<string, number>();
    this.occurrence = Int32Array.from(annotations, ({ name, endUs }, at) => {
      let outer = at - 1;
      while (outer >= 0 && elementAt(annotations, outer).endUs <= endUs)
        outer = elementAt(this.around, outer);
      this.around[at] = outer;
      const count = seen.get(name) ?? 0;
      seen.set(name, count + 1);
      return count;
    });
  }

  /** Index of the annotation; -1 when the launch lies in none or is not in the trace. */
  of(correlation: number): number {
    if (this.annotations.length === 0) return -1;
    const launch = this.launches.find(correlation);
    return launch < 0 ? -1 : this.innermost(this.launches.time(launch), this.launches.thread(launch));
  }

  /**
   * The range that began last, of the launching thread if it has one: autograd launches from a thread of its
   * own while the main one waits in the range.
   */
  private innermost(atUs: number, thread: number): number {
    let any = -1;
    let at = this.begunBy(atUs) - 1;
    while (at >= 0) {
      const range = elementAt(this.annotations, at);
      if (range.endUs < atUs) {
        at = elementAt(this.around, at);
        continue;
      }
      if (range.thread === thread) return at;
      if (any < 0) any = at;
      at -= 1;
    }
    return any;
  }

  /** Annotations that begin no later. */
  private begunBy(atUs: number): number {
    let low = 0;
    let high = this.annotations.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (elementAt(this.annotations, middle).startUs <= atUs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
