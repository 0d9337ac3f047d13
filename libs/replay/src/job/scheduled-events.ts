/** What comes due later in a replica, apart from faults: kinds of events and what each is about. */
import { EventQueue } from '@railyard/base';

export const [NODE_BACK, LINK_BACK, SLOW_FOUND, SLOW_ENDS, CORRUPTION_FOUND, REJOIN] = [
  0, 1, 2, 3, 4, 5,
] as const;

const doubled = (table: Int32Array): Int32Array<ArrayBuffer> => {
  const more = new Int32Array(table.length * 2);
  more.set(table);
  return more;
};

export class ScheduledEvents {
  /** When the next event takes place; Infinity when there is none. A field, as it is read at every event. */
  nextS = Infinity;
  /** What the event that was taken last is about. */
  subject = 0;
  private readonly queue = new EventQueue();
  /** Of the events of this replica, by number. */
  private scheduled = 0;
  private kinds = new Int32Array(1024);
  private subjects = new Int32Array(1024);

  clear(): void {
    this.queue.clear();
    this.scheduled = 0;
    this.nextS = Infinity;
  }

  add(timeS: number, kind: number, subject: number): void {
    const event = this.scheduled;
    if (event === this.kinds.length) {
      this.kinds = doubled(this.kinds);
      this.subjects = doubled(this.subjects);
    }
    this.queue.push(timeS, event);
    this.kinds[event] = kind;
    this.subjects[event] = subject;
    this.scheduled = event + 1;
    if (timeS < this.nextS) this.nextS = timeS;
  }

  /** The next event: returns its kind. */
  take(): number {
    const event = this.queue.pop();
    this.nextS = this.queue.peekTime();
    this.subject = this.subjects[event];
    return this.kinds[event];
  }
}
