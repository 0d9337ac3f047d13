/**
 * Plays one job over days against a source of faults. A replica costs time per fault, not per step, per
 * second or per GPU. Of the four streams, `topology` and `faults` make the trace (DrawnTrace); `policy` and
 * `noise` are drawn by the job, each draw addressed by its fault: changing a policy or a network leaves the
 * trace as it is.
 */
import { type FaultSource } from '../faults/index.js';
import { applyFault, applyScheduled } from './effects.js';
import { EVENT, JOB_DONE, JobState, WALL_ENDS } from './job-state.js';
import { type JobOutcome } from './outcome.js';
import { type Recorder } from './recorder.js';
import { type ReplayRequest, faultSourceOf } from './replay-request.js';

export class JobSimulation {
  private readonly job: JobState;
  private readonly source: FaultSource;

  constructor(request: ReplayRequest) {
    this.job = new JobState(request);
    this.source = faultSourceOf(request);
  }

  /** Seconds of a step on the undisturbed machine. */
  get stepSeconds(): number {
    return this.job.nominalStepS;
  }

  /** Plays one replica. The outcome is the simulation's own and is overwritten by the next run. */
  run(replica: number, recorder?: Recorder): JobOutcome {
    const { job, source } = this;
    job.reset(replica, recorder);
    source.start(replica);
    job.faultS = source.timeS;
    for (;;) {
      switch (job.passTime()) {
        case JOB_DONE:
          return job.close(true);
        case WALL_ENDS:
          return job.close(false);
        case EVENT:
          applyScheduled(job);
          break;
        default:
          applyFault(job, source);
          source.advance();
          job.faultS = source.timeS;
      }
    }
  }
}
