import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { stopOnSignals } from './stop-on-signals.js';

const ended: string[] = [];
let release = (): void => undefined;

@Module({})
class Slow implements OnApplicationShutdown {
  async onApplicationShutdown(signal?: string): Promise<void> {
    ended.push(`shutdown by ${signal}`);
    await new Promise<void>((resolve) => (release = resolve));
    ended.push('done');
  }
}

it('ends in order on the first signal, at once on the second', async () => {
  const exited = new Promise<void>((resolve) => {
    jest.spyOn(process, 'exit').mockImplementation(((code: number) => {
      ended.push(`exit ${code}`);
      if (code === 0) resolve();
    }) as never);
  });
  const before = { SIGTERM: process.listeners('SIGTERM'), SIGINT: process.listeners('SIGINT') };
  stopOnSignals(await NestFactory.createApplicationContext(Slow, { logger: false }));
  try {
    process.emit('SIGTERM', 'SIGTERM');
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toEqual(['shutdown by SIGTERM']);
    process.emit('SIGINT', 'SIGINT');
    expect(ended).toEqual(['shutdown by SIGTERM', 'exit 130']);
    release();
    await exited;
    expect(ended.slice(2)).toEqual(['done', 'exit 0']);
  } finally {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      for (const listener of process.listeners(signal))
        if (!before[signal].includes(listener)) process.off(signal, listener);
  }
});
