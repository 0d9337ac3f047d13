/** Stands in for the engine in tests of the dispatcher: the document says how it behaves. */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { groupWorkerOf } from '../../dist/libs/jobs/src/simulation/group-worker.js';

const behaviours = {
  answer: async ({ ms = 0 }, onProgress) => {
    for (let step = 1; step <= 4; step += 1) {
      await delay(ms / 4);
      onProgress({ phase: 'stepping', share: step / 4 });
    }
  },
  throw: async () => {
    throw new Error('the poison took effect\nsecond line');
  },
  spin: async () => {
    for (;;);
  },
  allocate: async () => {
    const hoard = [];
    for (;;) hoard.push(new Array(10_000).fill(hoard.length));
  },
  exit: async () => {
    process.exit(7);
  },
};

export default groupWorkerOf(simulate);

async function simulate({ id, document }, onProgress) {
  const plan = JSON.parse(document);
  // A real document says it by its name: `fake-spin`, `fake-answer-1500`.
  const [, behaviour = plan.behaviour ?? 'answer', ms = plan.ms] =
    /^fake-([a-z]+)-?(\d+)?$/.exec(plan.name) ?? [];
  await behaviours[behaviour]({ ms: Number(ms ?? 0) }, onProgress);
  const salt = plan.diverges ? String(process.hrtime.bigint()) : '';
  const bytes = Buffer.from(JSON.stringify({ document: plan, id, salt }));
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    packed: gzipSync(bytes),
    summary: { stepTimeS: plan.value ?? 1, tokensPerDayB: 2, mfuCausal: 0.5, peakMemoryGB: 70 },
  };
}
