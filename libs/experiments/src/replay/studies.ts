/** Studies of the replay that a document asks for: its costs, advice, a curve over one of its quantities. */
import { InvalidDocumentError, invariant } from '@railyard/base';
import {
  type Advice,
  type CurveKind,
  type JobCosts,
  type Objective,
  type ReplayCurve,
  type ReplaySpec,
  advise,
  jobCosts,
  replayCurve,
  replayJob,
} from '@railyard/replay';
import { type PreparedExperiment } from '../document.js';
import { JobOnMachine } from '../job/index.js';
import { replayRequest } from './replay-request.js';

/** Replicas that each setting and each point is played with: all of them meet the same faults. */
const [ADVISED_WITH, DRAWN_WITH] = [32, 64];

type Asked = Pick<PreparedExperiment, 'document'>;

/** @param document with a replay section */
function asked({ document }: Asked) {
  const { replay } = document;
  invariant(replay !== undefined, 'a study is of a document with a replay section');
  return { replay, request: replayRequest(new JobOnMachine(document), replay) };
}

export function replayCosts(prepared: Asked, pricePerGpuHour?: number): JobCosts {
  const { replay, request } = asked(prepared);
  return jobCosts(replayJob(request, replay.replicas), request.fleet, pricePerGpuHour);
}

export function replayAdvice(prepared: Asked, objective: Objective = 'goodput'): Advice {
  const { replay, request } = asked(prepared);
  return advise(request, objective, Math.min(ADVISED_WITH, replay.replicas));
}

/** @throws InvalidDocumentError where the faults are a log's, or nothing stops the job */
export function replayCurveOf(prepared: Asked, over: CurveKind = 'interval'): ReplayCurve {
  const { replay, request } = asked(prepared);
  requireDrawn(replay);
  const curve = replayCurve(request, over, Math.min(DRAWN_WITH, replay.replicas));
  if (curve !== undefined) return curve;
  throw mistake(
    'replay.faults',
    'no-faults',
    `A curve over ${over} must be of faults that stop the job (got none).`,
    'Name a fault profile, for example llama3-h100.',
  );
}

function requireDrawn({ faultLog }: ReplaySpec): void {
  if (faultLog === undefined) return;
  throw mistake(
    'replay.faultLog',
    'not-applicable',
    'A curve must be of drawn faults (got a log).',
    'Leave the log out, or fit rates to it.',
  );
}

const mistake = (path: string, code: string, message: string, hint: string): InvalidDocumentError =>
  new InvalidDocumentError([{ path, code, message, hint }]);
