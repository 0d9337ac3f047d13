/** The engine as a page sees it: loaded with the first question. */
import { type Issue } from '@railyard/base';
import { type Input, type OperationName, type Output } from './operations/index.js';
import { type Question, type Reply } from './protocol.js';

/** What is wrong with a question, each with a hint. */
export class RefusedQuestionError extends Error {
  override readonly name = 'RefusedQuestionError';
  constructor(readonly issues: readonly Issue[]) {
    super(issues.map(({ message }) => message).join(' '));
  }
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Computed in another thread than figures: what one has typed never waits for a band or a picture. */
const FOLLOWING: ReadonlySet<OperationName> = new Set(['result', 'timeline', 'trace']);

const waiting = new Map<number, Waiting & { readonly thread: Thread }>();
const workers = new Map<Thread, Worker>();
type Thread = 'figures' | 'following';
let asked = 0;

export function ask<K extends OperationName>(operation: K, input: Input<K>): Promise<Output<K>> {
  const thread = FOLLOWING.has(operation) ? 'following' : 'figures';
  const worker = workers.get(thread) ?? started(thread);
  const question: Question = { id: (asked += 1), operation, input };
  worker.postMessage(question);
  return new Promise((resolve, reject) => waiting.set(question.id, { resolve, reject, thread }));
}

function started(thread: Thread): Worker {
  const made = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' });
  made.onmessage = ({ data }: MessageEvent<Reply>) => settle(data);
  made.onerror = ({ message }) => failAll(thread, message);
  workers.set(thread, made);
  return made;
}

function settle(reply: Reply): void {
  const { resolve, reject } = waiting.get(reply.id) ?? {};
  waiting.delete(reply.id);
  if ('value' in reply) resolve?.(reply.value as never);
  else if ('issues' in reply) reject?.(new RefusedQuestionError(reply.issues));
  else reject?.(new Error(reply.failure));
}

/** The thread did not load, or ended. */
function failAll(thread: Thread, message: string): void {
  workers.delete(thread);
  for (const [id, each] of waiting) {
    if (each.thread !== thread) continue;
    waiting.delete(id);
    each.reject(new Error(message || 'The engine could not be loaded.'));
  }
}
