import { interruptible } from './interrupt.js';

it('hands on what the work came to, and leaves no listener behind', async () => {
  const before = process.listenerCount('SIGINT');
  expect(await interruptible('bye', '', () => Promise.resolve(3))).toBe(3);
  await expect(interruptible('bye', '', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(process.listenerCount('SIGINT')).toBe(before);
});

it.each(['before', 'while'])('ends with a farewell when the deadline passes %s it works', async (when) => {
  const deadline = new AbortController();
  if (when === 'before') deadline.abort();
  const work = (signal: AbortSignal): Promise<never> =>
    new Promise((_resolve, reject) => {
      const end = (): void => reject(new Error('aborted'));
      if (signal.aborted) end();
      signal.addEventListener('abort', end);
    });
  const waiting = interruptible('It goes on.', 'End it there.', work, deadline.signal);
  deadline.abort();
  await expect(waiting).rejects.toMatchObject({
    exitCode: 124,
    code: 'timeout',
    message: 'The time of --timeout is over: It goes on.',
    hint: 'End it there.',
  });
});

it('ends with a farewell on Ctrl-C, whatever the work says then', async () => {
  const work = (signal: AbortSignal): Promise<never> =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  const interrupted = interruptible('It goes on.', 'End it there.', work);
  process.emit('SIGINT', 'SIGINT');
  await expect(interrupted).rejects.toMatchObject({
    exitCode: 130,
    message: 'It goes on.',
    hint: 'End it there.',
  });
});
