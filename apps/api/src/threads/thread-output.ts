/** What comes back from a thread: issues travel as data, because a thread's errors lose their class. */
import { InvalidDocumentError, type Issue } from '@railyard/base';

export type ThreadOutput<Answer> = { readonly answer: Answer } | { readonly issues: readonly Issue[] };

export async function outputOf<Answer>(work: () => Answer | Promise<Answer>): Promise<ThreadOutput<Answer>> {
  try {
    return { answer: await work() };
  } catch (error) {
    if (error instanceof InvalidDocumentError) return { issues: error.issues };
    throw error;
  }
}
