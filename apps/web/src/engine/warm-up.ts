/**
 * An engine that has just been loaded is interpreted, and takes several times as long as one that the browser
 * has compiled, which it does with what runs often. So the first job is run again while nobody asks.
 */
import { job, type JobQuestion } from './operations/job.js';

/** With more of them the first keys are answered no faster (test/web/job-pace.browser.ts). */
const ROUNDS = 8;
let left = ROUNDS;

/** Stops where another question has come. */
export async function warmUp(question: JobQuestion, isIdle: () => boolean): Promise<void> {
  for (; left > 0; left -= 1) {
    await new Promise((resolve) => setTimeout(resolve));
    if (!isIdle()) return;
    try {
      await job(question);
    } catch {
      // What is wrong with it has been said.
      return;
    }
  }
}
