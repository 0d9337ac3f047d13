import { MessageChannel } from 'node:worker_threads';
import { groupWorkerOf } from './group-worker.js';
import { type GroupMessage, type SimulationOutput } from './simulation-protocol.js';

const output: SimulationOutput = { sha256: 'x', size: 1, packed: new Uint8Array(1), summary: {} };

/** The messages of a group of so many runs, in order. */
async function sent(count: number, simulate: Parameters<typeof groupWorkerOf>[0]): Promise<GroupMessage[]> {
  const { port1, port2 } = new MessageChannel();
  const messages: GroupMessage[] = [];
  port1.on('message', (message: GroupMessage) => messages.push(message));
  await groupWorkerOf(simulate)({
    runs: Array.from({ length: count }, (_, index) => ({ id: String(index), document: '{}' })),
    port: port2,
  });
  port2.close();
  await new Promise((closed) => port1.once('close', closed));
  return messages;
}

describe('a group of runs on a worker', () => {
  it('sends one end of each run, and continues after one that threw', async () => {
    const messages = await sent(3, ({ id }) => {
      if (id === '1') throw new Error('poison');
      return output;
    });
    expect(messages.map(({ kind, index }) => [kind, index])).toEqual([
      ['output', 0],
      ['error', 1],
      ['output', 2],
    ]);
    expect(messages[1]).toMatchObject({ message: 'poison' });
  });

  it('leaves the rest to others when runs are longer than was thought', async () => {
    const messages = await sent(5, async () => {
      await new Promise((done) => setTimeout(done, 400));
      return output;
    });
    expect(messages.length).toBeLessThan(5);
    expect(messages.map(({ index }) => index)).toEqual(messages.map((_, index) => index));
  });

  it('sends progress of long runs only', async () => {
    const messages = await sent(1, async (_run, onProgress) => {
      onProgress({ phase: 'early', share: 0.1 });
      await new Promise((done) => setTimeout(done, 120));
      onProgress({ phase: 'late', share: 0.9 });
      return output;
    });
    expect(messages.filter(({ kind }) => kind === 'progress')).toEqual([
      { kind: 'progress', index: 0, progress: { phase: 'late', share: 0.9 } },
    ]);
  });
});
