import { MOST_SENDERS, RequestCounts } from './request-counts.js';

const WINDOW_MS = 60_000;
let nowMs = 1000;
let counts: RequestCounts;
const clock = jest.spyOn(performance, 'now').mockImplementation(() => nowMs);

beforeEach(() => {
  nowMs = 1000;
  counts = new RequestCounts();
});
afterAll(() => clock.mockRestore());

const send = (sender: string) => counts.increment(sender, WINDOW_MS, 2);

it('lets as many through as the limit says, each sender for itself, until the window ends', async () => {
  expect([await send('a'), await send('a')]).toMatchObject([{ isBlocked: false }, { isBlocked: false }]);
  nowMs += 20_000;
  expect(await send('a')).toEqual({
    totalHits: 3,
    timeToExpire: 40,
    isBlocked: true,
    timeToBlockExpire: 40,
  });
  expect(await send('b')).toMatchObject({ totalHits: 1, isBlocked: false });
  nowMs += 40_000;
  expect(await send('a')).toMatchObject({ totalHits: 1, isBlocked: false, timeToExpire: 60 });
});

it('a request that is taken back does not count', async () => {
  for (let time = 0; time < 5; time += 1) {
    expect(await send('a')).toMatchObject({ totalHits: 1, isBlocked: false });
    counts.decrement('a');
  }
  expect(counts.size).toBe(0);
});

it('keeps no more senders than it may, counts the others together, forgets all with the window', async () => {
  for (let sender = 0; sender < MOST_SENDERS + 5000; sender += 1) await send(`sender-${sender}`);
  expect(counts.size).toBeLessThanOrEqual(MOST_SENDERS + 1);
  expect(await send('one more')).toMatchObject({ isBlocked: true });
  expect(await send('sender-0')).toMatchObject({ totalHits: 2, isBlocked: false });
  nowMs += WINDOW_MS;
  await send('a');
  expect(counts.size).toBe(1);
});
