import { CLUSTERS } from '../presets/index.js';
import { type AllReduceAlgorithm, Fabric, type Leg, Traffic } from '../traffic/index.js';
import { messagesOf } from './message-count.js';
import { addMessages, type CollectiveName, COLLECTIVES } from './named-collective.js';

const spec = CLUSTERS['h800-2048-mpft'];
const fabrics = new Map(
  ([undefined, 'ring', 'tree'] as const).map((algorithm) => [
    algorithm,
    new Fabric(spec, algorithm === undefined ? {} : { algorithm }),
  ]),
);

/** Counts what would go from GPU to GPU, each leg of a pipeline too. */
class Counted extends Traffic {
  sent = 0;

  override send(from: number, to: number): void {
    this.sent += Number(from !== to);
  }

  override sendAlong(legs: readonly Leg[]): void {
    for (const { from, to } of legs) this.send(from, to);
  }
}

function sent(collective: CollectiveName, gpus: number, algorithm?: AllReduceAlgorithm): number {
  const counted = new Counted(fabrics.get(algorithm)!);
  addMessages(
    counted,
    collective,
    Array.from({ length: gpus }, (_, gpu) => gpu),
    1e9,
  );
  return counted.sent;
}

describe('messagesOf', () => {
  it.each(COLLECTIVES.filter((name) => name !== 'all-reduce'))(
    '%s sends as many as are counted',
    (collective) => {
      const whole = collective === 'dispatch' || collective === 'combine';
      for (const gpus of [2, 6, 8, 12, 16, 20, 64].filter((size) => !whole || size % 8 === 0))
        expect([gpus, messagesOf(collective, gpus, 8)]).toEqual([gpus, sent(collective, gpus)]);
    },
  );

  it.each(['ring', 'tree'] as const)('an all-reduce by %s as well', (algorithm) => {
    for (const gpus of [2, 6, 8, 12, 16, 20, 64])
      expect([gpus, messagesOf('all-reduce', gpus, 8, algorithm)]).toEqual([
        gpus,
        sent('all-reduce', gpus, algorithm),
      ]);
  });

  it('counts the larger of both where either may be taken', () => {
    expect(messagesOf('all-reduce', 64, 8)).toBe(
      Math.max(messagesOf('all-reduce', 64, 8, 'ring'), messagesOf('all-reduce', 64, 8, 'tree')),
    );
    expect(messagesOf('send-receive', 16_384, 8)).toBe(8_192);
  });
});
