/** A runner that dies by SIGKILL at one named point of its first execution: KILL_AT says where. */
import { consumeQueue, openStorage } from '../../dist/libs/jobs/src/index.js';

const { REDIS_URL, RAILYARD_QUEUE_PREFIX, RAILYARD_DATABASE, KILL_AT } = process.env;
const die = () => process.kill(process.pid, 'SIGKILL');

const storage = await openStorage({ database: { file: RAILYARD_DATABASE } });
let computed = false;

if (KILL_AT === 'inside-transaction') {
  const write = storage.database.write.bind(storage.database);
  storage.database.write = (work) =>
    write(async (session) => {
      const value = await work(session);
      if (computed) {
        die();
        // SIGKILL takes a moment; the transaction must not be committed meanwhile.
        await new Promise(() => undefined);
      }
      return value;
    });
}

const consumer = consumeQueue(
  storage,
  { redisUrl: REDIS_URL, prefix: RAILYARD_QUEUE_PREFIX },
  {
    threads: 1,
    onPoint: (point) => {
      if (point === KILL_AT) die();
      if (point === 'after-compute') computed = true;
    },
  },
);
// BullMQ says so once Redis has the acknowledgement.
if (KILL_AT === 'after-ack') consumer.worker.on('completed', die);
process.stdout.write('"msg":"taking work"\n');
