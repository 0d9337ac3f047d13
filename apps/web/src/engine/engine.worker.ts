/** The engine's thread: questions in, answers out, one at a time. */
import { InvalidDocumentError } from '@railyard/base';
import { type Input, OPERATIONS } from './operations/index.js';
import { warmUp } from './warm-up.js';
import { type Question, type Reply } from './protocol.js';

let latest = 0;

const reply = (message: Reply): void => self.postMessage(message);

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  const { id, operation, input } = data;
  latest = id;
  try {
    reply({ id, value: await (OPERATIONS[operation] as (input: unknown) => unknown)(input) });
  } catch (error) {
    if (error instanceof InvalidDocumentError) reply({ id, issues: error.issues });
    else reply({ id, failure: error instanceof Error ? error.message : String(error) });
  }
  if (operation === 'job') await warmUp(input as Input<'job'>, () => latest === id);
};
