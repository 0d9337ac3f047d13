/** What the faults cost, as the `replay` section of a result. */
import { type ProvenancedInput } from '@railyard/base';
import {
  type MachineCondition,
  type ReplayRequest,
  type ReplaySpec,
  type ReplicaChunk,
  profileInputs,
  replayArtifacts,
  replayResult,
  replayWarnings,
  runReplicas,
  undisturbed,
} from '@railyard/replay';
import { type JobSpec } from '../document.js';
import { type ReplayCondition, type ReplaySection } from '../replay-result.js';
import { type Progress, type RunWarning } from '../result.js';
import { checkpointNeeds, checkpointWarnings, tierWarnings } from './checkpoint-needs.js';
import { type TwinMachine } from './twin-machine.js';

export interface ReplayOutcome {
  readonly section: ReplaySection;
  readonly warnings: readonly RunWarning[];
  readonly inputs: readonly ProvenancedInput[];
  /** As CSV: the first replica's faults, and the ledger of every replica. */
  readonly faultLogCsv: string;
  readonly ledgerCsv: string;
}

export const REPLAY_DEFINITIONS: Readonly<Record<string, string>> = {
  ettr:
    'productive time over wall time: work that stands, at the step time of the undisturbed machine; ' +
    'queueing is not counted',
  goodput: 'ETTR without the steps that were computed on a silently corrupted state and stand',
  effectiveTime:
    'share of wall time in which training ran and its work stands, however slowly (effective training time)',
  interruptions: 'faults that stopped the job, and rollbacks; mean of a replica, planned stops apart',
  mtbfH: 'wall time over interruptions, hours',
  ledger: 'mean seconds of a replica by what they went to; the parts add up to the wall time',
  byCause: 'the same by class of faults, and what share of the wall time the class cost',
  ci95: '95 % confidence interval of the mean over replicas (Student; Wilson of `finished`)',
};

/** Of the replay's time, as measured: the studies play their own replicas. */
const SHARE_OF_REPLICAS = 0.5;

/** Plays the section of a document in this thread. */
export function runReplay(
  request: ReplayRequest<TwinMachine>,
  replay: ReplaySpec,
  onProgress: (progress: Progress) => void,
): ReplayOutcome {
  const { replicas } = replay;
  const chunk = runReplicas(request, 0, replicas, (done) =>
    onProgress({ phase: 'replay', share: (SHARE_OF_REPLICAS * done) / replicas }),
  );
  return replayOutcome(request, replay, chunk, (done) =>
    onProgress({ phase: 'sensitivity', share: SHARE_OF_REPLICAS + (1 - SHARE_OF_REPLICAS) * done }),
  );
}

/** The outcome of replicas, wherever they were played. */
export function replayOutcome(
  request: ReplayRequest<TwinMachine>,
  replay: ReplaySpec,
  chunk: ReplicaChunk,
  onShare: (done: number) => void = () => undefined,
): ReplayOutcome {
  const { warnings: _warnings, inputs: _inputs, ...result } = replayResult(request, chunk);
  // The conditions of the replicas themselves, before the sensitivity asks for others.
  const machine = conditionsOf(request);
  const checkpoint = checkpointNeeds(request.machine.job);
  const { timeline, intervalCurve, sensitivity, faultLogCsv, ledgerCsv } = replayArtifacts(
    request,
    chunk,
    onShare,
  );
  return {
    section: {
      ...result,
      definitions: REPLAY_DEFINITIONS,
      machine,
      checkpoint,
      timeline,
      ...(intervalCurve === undefined ? {} : { intervalCurve }),
      sensitivity,
    },
    ...notesOf(request, replay, { ...result, checkpoint }),
    faultLogCsv,
    ledgerCsv,
  };
}

function notesOf(
  { machine: { job } }: ReplayRequest<TwinMachine>,
  replay: ReplaySpec,
  result: Pick<ReplaySection, 'checkpoint' | 'recordedFaults'>,
): Pick<ReplayOutcome, 'warnings' | 'inputs'> {
  const notes = replayNotes(job.spec, replay, result);
  return { ...notes, warnings: [...notes.warnings, ...tierWarnings(job, replay.recovery)] };
}

/** What there is to say of the section besides its figures. */
export function replayNotes(
  { cluster }: JobSpec,
  replay: ReplaySpec,
  { checkpoint, recordedFaults }: Pick<ReplaySection, 'checkpoint' | 'recordedFaults'>,
): Pick<ReplayOutcome, 'warnings' | 'inputs'> {
  const { faults, recovery } = replay;
  return {
    warnings: [
      ...replayWarnings(faults, recovery, replay, cluster.device.name),
      ...checkpointWarnings(checkpoint, recovery),
      ...recordedWarnings(recordedFaults),
    ],
    inputs: profileInputs(faults),
  };
}

/** A log of which nothing was played is probably not the log of this job. */
function recordedWarnings(recorded: ReplaySection['recordedFaults']): readonly RunWarning[] {
  if (recorded === undefined || recorded.read === 0 || recorded.played > 0) return [];
  const message =
    `None of the ${recorded.read} recorded faults was played: ${recorded.outsideJob} struck nodes outside ` +
    `the job, ${recorded.afterEnd} came after its end. Check that the log is of this job.`;
  return [{ code: 'no-recorded-fault-played', message }];
}

function conditionsOf({ machine, fleet }: ReplayRequest<TwinMachine>): readonly ReplayCondition[] {
  const whole = undisturbed(fleet);
  const undisturbedS = machine.stepSeconds(whole);
  return machine.priced.map(({ condition, stepSeconds }) => ({
    condition: Object.fromEntries(
      Object.entries(condition).filter(([key, value]) => value !== whole[key as keyof MachineCondition]),
    ),
    stepTimeS: stepSeconds,
    slowdown: stepSeconds / undisturbedS,
  }));
}
