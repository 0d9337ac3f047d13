import { type Reader, type RunEvent } from '@railyard/database';
import { SILENT } from '../dispatch-log.js';
import { EventFeed } from './event-feed.js';

const INTERVAL_MS = 250;

/** Runs with so many events each. */
class EventTable {
  readonly latest = new Map<string, number>();
  readonly warn = jest.fn();
  queries = 0;
  failure: Error | null = null;
  delay: Promise<void> = Promise.resolve();

  readonly feed = new EventFeed(
    {
      rows: (sql: string, parameters: readonly unknown[]) => this.rows(sql, parameters),
    } as unknown as Reader,
    { ...SILENT, warn: this.warn },
  );

  private async rows(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    this.queries += 1;
    await this.delay;
    if (this.failure !== null) throw this.failure;
    if (!sql.includes('"run_event"'))
      return parameters.flatMap((id) => {
        const lastEvent = this.latest.get(String(id));
        return lastEvent === undefined ? [] : [{ id, lastEvent }];
      });
    const [runId, after, limit] = parameters as [string, number, number];
    const count = Math.min(limit, (this.latest.get(runId) ?? 0) - after);
    return Array.from({ length: count }, (_, index) => ({
      runId,
      number: after + index + 1,
      type: 'progress',
      atMs: 0,
      data: '{}',
    }));
  }
}

describe('the event feed', () => {
  let table: EventTable;
  const turn = (ms = INTERVAL_MS): Promise<unknown> => jest.advanceTimersByTimeAsync(ms);
  const numbersInto =
    (list: number[]) =>
    ({ number }: RunEvent): void => {
      list.push(number);
    };

  beforeEach(() => {
    jest.useFakeTimers();
    table = new EventTable();
  });

  afterEach(() => {
    table.feed.close();
    jest.useRealTimers();
  });

  it('delivers every event after a number, once and in order, to each who observes', async () => {
    const [all, late, other]: [number[], number[], number[]] = [[], [], []];
    table.latest.set('a', 3).set('b', 1);
    table.feed.observe('a', 0, numbersInto(all));
    table.feed.observe('a', 2, numbersInto(late));
    table.feed.observe('b', 0, numbersInto(other));
    await turn();
    expect([all, late, other]).toEqual([[1, 2, 3], [3], [1]]);
    table.latest.set('a', 5);
    await turn();
    await turn();
    expect([all, late, other]).toEqual([[1, 2, 3, 4, 5], [3, 4, 5], [1]]);
  });

  it('delivers at once what is there, and a history of any length', async () => {
    const numbers: number[] = [];
    table.latest.set('a', 1203);
    table.feed.observe('a', 0, numbersInto(numbers));
    await turn(0);
    expect(numbers).toEqual(Array.from({ length: 1203 }, (_, index) => index + 1));
  });

  it('observes more runs than one query names', async () => {
    const seen: string[] = [];
    for (let run = 0; run < 501; run += 1) {
      table.latest.set(`r${run}`, 1);
      table.feed.observe(`r${run}`, 0, ({ runId }) => seen.push(runId));
    }
    await turn(2 * INTERVAL_MS);
    expect(new Set(seen).size).toBe(501);
  });

  it('delivers nothing to those who stopped, be it in the middle', async () => {
    const numbers: number[] = [];
    table.latest.set('a', 3);
    const stop = table.feed.observe('a', 0, ({ number }) => {
      numbers.push(number);
      if (number === 2) stop();
    });
    await turn();
    expect([numbers, table.feed.size]).toEqual([[1, 2], 0]);
  });

  it('asks the database nothing while nobody observes', async () => {
    const stop = table.feed.observe('a', 0, () => undefined);
    const other = table.feed.observe('a', 0, () => undefined);
    stop();
    await turn();
    expect(jest.getTimerCount()).toBe(1);
    other();
    const { queries } = table;
    await turn(10 * INTERVAL_MS);
    expect([table.queries, jest.getTimerCount()]).toEqual([queries, 0]);
  });

  it('observes again after nobody did', async () => {
    table.feed.observe('a', 0, () => undefined)();
    const numbers: number[] = [];
    table.feed.observe('a', 0, numbersInto(numbers));
    await turn();
    table.latest.set('a', 1);
    await turn();
    expect(numbers).toEqual([1]);
  });

  it('asks a slow database one question at a time', async () => {
    let answer: () => void = () => undefined;
    table.delay = new Promise((resolve) => (answer = resolve));
    table.feed.observe('a', 0, () => undefined);
    await turn(4 * INTERVAL_MS);
    expect(table.queries).toBe(1);
    answer();
    await turn();
    expect(table.queries).toBe(2);
  });

  it('delivers nothing once it is closed', async () => {
    const numbers: number[] = [];
    table.feed.observe('a', 0, numbersInto(numbers));
    table.feed.close();
    table.latest.set('a', 1);
    await turn();
    expect([numbers, table.feed.size]).toEqual([[], 0]);
  });

  it('tries again when the database failed', async () => {
    const numbers: number[] = [];
    table.failure = new Error('busy');
    table.latest.set('a', 1);
    table.feed.observe('a', 0, numbersInto(numbers));
    await turn(0);
    expect(table.warn.mock.calls).toEqual([[{ err: table.failure }, expect.any(String)]]);
    table.failure = null;
    await turn();
    expect(numbers).toEqual([1]);
  });

  it('reads an answer that falls short as far as it goes', async () => {
    const numbers: number[] = [];
    table.feed.observe('a', 5, numbersInto(numbers));
    table.latest.set('a', 4);
    await turn();
    table.latest.set('a', 6);
    await turn();
    expect(numbers).toEqual([6]);
  });
});
