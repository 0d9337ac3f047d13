/** The engine's thread: questions in, answers out, one at a time. */
import { InvalidDocumentError } from '@railyard/base';
import { OPERATIONS } from './operations/index.js';
import { type Question, type Reply } from './protocol.js';

const reply = (message: Reply): void => self.postMessage(message);

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  const { id, operation, input } = data;
  try {
    reply({ id, value: await (OPERATIONS[operation] as (input: unknown) => unknown)(input) });
  } catch (error) {
    if (error instanceof InvalidDocumentError) reply({ id, issues: error.issues });
    else reply({ id, failure: error instanceof Error ? error.message : String(error) });
  }
};
