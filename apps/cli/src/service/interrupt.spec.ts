import { interruptible } from './interrupt.js';

it('hands on what the work came to, and leaves no listener behind', async () => {
  const before = process.listenerCount('SIGINT');
  expect(await interruptible('bye', '', () => Promise.resolve(3))).toBe(3);
  await expect(interruptible('bye', '', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(process.listenerCount('SIGINT')).toBe(before);
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
