import { within } from './within.js';

describe('within', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('ends with what is awaited', async () => {
    let settle: () => void = () => undefined;
    let ended = false;
    const waiting = within(1000, new Promise<void>((resolve) => (settle = resolve))).then(() => {
      ended = true;
    });
    await Promise.resolve();
    expect(ended).toBe(false);
    settle();
    await waiting;
    expect(ended).toBe(true);
  });

  it('passes a rejection on', async () => {
    await expect(within(1000, Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });
});

it('waits no longer than the limit', async () => {
  await within(1, new Promise(() => undefined));
});
