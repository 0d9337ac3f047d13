/** What each fault does to the job, by the kind of its effect, and what comes due later. */
import { assertUnreachable } from '@railyard/base';
import {
  type FaultClassSpec,
  type FaultSource,
  componentName,
  eventKey,
  machineNodes,
} from '../faults/index.js';
import { type JobState } from './job-state.js';
import { PART } from './ledger.js';
import { NCCL_RETRIES, keptCheckpoints } from './policy-spec.js';
import { type TimelineMark } from './recorder.js';
import { loseReplica, nodeBack, rejoin } from './replica-loss.js';
import { CORRUPTION_FOUND, LINK_BACK, NODE_BACK, REJOIN, SLOW_ENDS, SLOW_FOUND } from './scheduled-events.js';

/** Detection of a corruption that is treated as fail-stop: that of other GPU faults. */
const FAIL_STOP_DETECTION_S = 30;
/** A slow node found while the job is down is looked at again after this. */
const LOOK_AGAIN_S = 600;

type Outcome = TimelineMark['outcome'];

/** The source's current fault strikes the machine. */
export function applyFault(job: JobState, fault: FaultSource): void {
  const { classIndex, component, durationS } = fault;
  const spec = job.classes[classIndex];
  job.recorder?.fault({ timeS: fault.timeS, classIndex, component, durationS });
  const members = job.membersOfNode[classIndex];
  const node = members === 0 ? -1 : (component / members) | 0;
  const others = node < 0 || spec.spread === undefined ? NOBODY : alsoStruck(job, fault, spec.spread, node);
  const isOutside = node >= 0 && !job.nodes.inJob(node) && !others.some((one) => job.nodes.inJob(one));
  const outcome = isOutside
    ? strikeOutsideJob(job, fault, spec, node, others)
    : strikeJob(job, fault, spec, node, others);
  if (job.recorder === undefined) return;
  job.recorder.mark({
    timeS: fault.timeS,
    class: spec.id,
    component: componentName(job.request.fleet, spec.component, component),
    outcome,
  });
}

const NOBODY: readonly number[] = [];

/** Salt of the draw whether a fault takes its neighbours along. */
const SPREAD_SALT = 0x5f35_6495;

/** Nodes of the same rack, power feed or switch that a correlated fault takes along. */
function alsoStruck(
  job: JobState,
  fault: FaultSource,
  spread: NonNullable<FaultClassSpec['spread']>,
  node: number,
): readonly number[] {
  const key = (eventKey(fault.timeS, fault.component) ^ SPREAD_SALT) >>> 0;
  if (job.policyStream.seek(job.replica, key).uniform() >= spread.probability) return NOBODY;
  const first = node - (node % spread.nodes);
  const machine = machineNodes(job.request.fleet);
  return Array.from({ length: spread.nodes }, (_, index) => first + index).filter(
    (other) => other !== node && other < machine && !job.nodes.isOut(other),
  );
}

/** Nodes that the job does not use fail without stopping it; spares then stand by no longer. */
function strikeOutsideJob(
  job: JobState,
  fault: FaultSource,
  spec: FaultClassSpec,
  node: number,
  others: readonly number[],
): Outcome {
  if (spec.effect.kind === 'drain') for (const other of others) job.drain(other, fault.durationS);
  if (job.nodes.isOut(node)) return 'outside-job';
  if (spec.effect.kind === 'drain') job.drain(node, fault.durationS);
  else if (spec.effect.kind === 'slow') slow(job, fault, spec.effect.slowdown, node);
  else if (spec.effect.kind === 'corrupt' && job.request.policy.silentCorruption === 'detect')
    strikeDevice(job, fault, node);
  else if (spec.effect.kind === 'outage')
    job.schedule(
      LINK_BACK,
      fault.durationS,
      job.machine.beginOutage(spec.component, fault.component, fault.classIndex),
    );
  return 'outside-job';
}

/** @param node of the component, -1 where it belongs to none; @param others that it takes along */
function strikeJob(
  job: JobState,
  fault: FaultSource,
  spec: FaultClassSpec,
  node: number,
  others: readonly number[],
): Outcome {
  const { effect } = spec;
  const { policy } = job.request;
  job.outcome.causeFaults[fault.classIndex] += 1;
  switch (effect.kind) {
    case 'log-only':
      return 'logged';
    case 'restart': {
      if (!job.stoppable) return 'logged';
      if (effect.drainProbability > 0 && node >= 0 && address(job, fault).uniform() < effect.drainProbability)
        return drainNodes(job, fault, spec.detectionS, node, others);
      restartInPlace(job, fault, spec);
      return 'interruption';
    }
    case 'drain':
      return drainNodes(job, fault, spec.detectionS, node, others);
    case 'flap':
      return flap(job, fault, spec);
    case 'outage':
      return outage(job, fault, spec);
    case 'slow':
      return slow(job, fault, effect.slowdown, node);
    case 'corrupt':
      return corrupt(job, fault, node);
    case 'maintenance':
      job.stopPlanned(fault.classIndex, fault.durationS > 0 ? fault.durationS : policy.restartS);
      return 'interruption';
    default:
      return assertUnreachable(effect);
  }
}

/**
 * The job restarts on the same nodes, as fast as the policy does. Of a fault of the job as a whole a duration
 * is how long it was down, from the fault to training again: what was recorded decides.
 */
function restartInPlace(job: JobState, { classIndex, durationS }: FaultSource, spec: FaultClassSpec): void {
  const { policy } = job.request;
  if (spec.component !== 'job' && loseReplica(job, classIndex)) return;
  if (spec.component !== 'job' || durationS === 0)
    return job.interrupt(classIndex, spec.detectionS, policy.inPlaceRestartS ?? policy.restartS);
  const detectionS = Math.min(spec.detectionS, durationS);
  return job.interrupt(classIndex, detectionS, durationS - detectionS, false);
}

/** The policy's draws about one fault. */
function address(job: JobState, fault: FaultSource) {
  return job.policyStream.seek(job.replica, eventKey(fault.timeS, fault.component));
}

/** The nodes leave the job for repair; a job that waits for nodes already only lacks more. */
function drainNodes(
  job: JobState,
  fault: FaultSource,
  detectionS: number,
  node: number,
  others: readonly number[],
): Outcome {
  const { policy } = job.request;
  if (job.phase === 'wait' && policy.faultsDuringRestart) {
    leave(job, fault.durationS, node, others);
    return 'logged';
  }
  if (!job.stoppable) return 'logged';
  const nodesLost = others.reduce(
    (count, other) => count + Number(job.nodes.inJob(other)),
    Number(job.nodes.inJob(node)),
  );
  const isAlone = nodesLost === 1 && policy.replicaLoss !== undefined && job.phase === 'run';
  if (isAlone) leave(job, fault.durationS, node, others);
  if (isAlone && loseReplica(job, fault.classIndex)) return 'interruption';
  job.interrupt(fault.classIndex, detectionS, policy.restartS, true, nodesLost);
  if (!isAlone) leave(job, fault.durationS, node, others);
  return 'interruption';
}

function leave(job: JobState, repairS: number, node: number, others: readonly number[]): void {
  if (!job.nodes.isOut(node)) job.drain(node, repairS);
  for (const other of others) if (!job.nodes.isOut(other)) job.drain(other, repairS);
}

/**
 * A link is down for a moment. Traffic that can move to other links runs on those; otherwise training pauses
 * until the transport has retried (half a retry period later on average), or, beyond the survivable window,
 * dies when the window ends.
 */
function flap(job: JobState, fault: FaultSource, spec: FaultClassSpec): Outcome {
  const { policy, profile } = job.request;
  const movable = policy.networkFault === 'reroute' || spec.component === 'fabric-link';
  if (movable) return degrade(job, fault, spec);
  if (profile.networkModel === 'physical' && fault.durationS > policy.flapWindowS) {
    if (!job.stoppable) return 'logged';
    job.interrupt(fault.classIndex, Math.max(policy.flapWindowS, spec.detectionS), policy.restartS);
    return 'interruption';
  }
  if (job.phase !== 'run') return 'logged';
  job.pauseUntil(job.timeS + fault.durationS + policy.flapWindowS / NCCL_RETRIES / 2, fault.classIndex);
  return 'pause';
}

/**
 * A link, switch or plane is gone for longer: the job dies with it unless traffic can move, and runs on what
 * is left.
 */
function outage(job: JobState, fault: FaultSource, spec: FaultClassSpec): Outcome {
  const { policy } = job.request;
  const outcome = degrade(job, fault, spec);
  if (policy.networkFault === 'reroute' || !job.stoppable) return outcome;
  job.interrupt(fault.classIndex, Math.max(policy.flapWindowS, spec.detectionS), policy.restartS);
  return 'interruption';
}

function degrade(job: JobState, fault: FaultSource, spec: FaultClassSpec): Outcome {
  job.schedule(
    LINK_BACK,
    fault.durationS,
    job.machine.beginOutage(spec.component, fault.component, fault.classIndex),
  );
  job.refreshSpeed();
  return 'degraded';
}

function slow(job: JobState, fault: FaultSource, slowdown: number, node: number): Outcome {
  job.machine.slowDown(node, slowdown, fault.classIndex);
  job.schedule(SLOW_ENDS, fault.durationS, node);
  job.watchSlow(node);
  job.refreshSpeed();
  return 'degraded';
}

function corrupt(job: JobState, fault: FaultSource, node: number): Outcome {
  if (job.request.policy.silentCorruption === 'fail-stop') {
    const stopped = job.stoppable || job.phase === 'wait';
    if (stopped) job.outcome.corruptions += 1;
    return drainNodes(job, fault, FAIL_STOP_DETECTION_S, node, NOBODY);
  }
  strikeDevice(job, fault, node);
  job.watchCorruption(node);
  return 'corrupted';
}

function strikeDevice({ corruptions }: JobState, fault: FaultSource, node: number): void {
  const { classIndex, durationS, timeS, component } = fault;
  corruptions.strike({ node, classIndex, repairS: durationS, key: eventKey(timeS, component) });
}

/** The next scheduled event takes place. */
export function applyScheduled(job: JobState): void {
  const kind = job.events.take();
  const { subject } = job.events;
  switch (kind) {
    case NODE_BACK:
      return nodeBack(job, subject);
    case LINK_BACK:
      job.machine.endOutage(subject);
      return job.refreshSpeed();
    case SLOW_ENDS:
      job.machine.speedUp(subject);
      return job.refreshSpeed();
    case SLOW_FOUND:
      return findSlow(job, subject);
    case CORRUPTION_FOUND:
      return findCorruption(job, subject);
    case REJOIN:
      return rejoin(job);
  }
}

function findSlow(job: JobState, node: number): void {
  const cause = job.machine.slowCause(node);
  if (cause < 0 || !job.nodes.inJob(node)) return;
  if (job.phase !== 'run') return job.schedule(SLOW_FOUND, LOOK_AGAIN_S, node);
  const { effect } = job.classes[cause];
  job.stopPlanned(cause, job.request.policy.restartS);
  job.drain(node, effect.kind === 'slow' ? effect.repairS : 0);
}

/**
 * A defective device is found: the job goes back to the newest kept checkpoint from before it corrupted
 * anything, and the node is drained. When none is old enough, every state that is left is corrupted: a job
 * whose training shows it goes back to the oldest, any other loses no more than a restart does, as the older
 * states are no cleaner. A device that left the job for another reason is no longer looked for.
 */
function findCorruption(job: JobState, ticket: number): void {
  const { cycle, outcome, corruptions } = job;
  const device = corruptions.find(ticket);
  if (device === undefined) return;
  const { policy } = job.request;
  const { classIndex, cleanIndex, node, repairS, shows } = device;
  const oldestKept = Math.max(0, cycle.index - keptCheckpoints(policy) + 1);
  const undone = corruptions.undone;
  const goesBack = cleanIndex >= oldestKept || shows;
  corruptions.found += 1;
  if (goesBack) rollBack(job, Math.max(cleanIndex, oldestKept), classIndex);
  else job.interrupt(classIndex, 0, policy.restartS);
  outcome.undoneByFindsS += corruptions.undone - undone;
  job.recorder?.mark({
    timeS: job.timeS,
    class: job.classes[classIndex].id,
    component: `node/${node}`,
    outcome: goesBack ? 'rollback' : 'interruption',
  });
  job.drain(node, repairS);
}

function rollBack(job: JobState, index: number, classIndex: number): void {
  const { cycle, outcome, corruptions } = job;
  const { work } = cycle;
  job.book(PART.lostWorkS, cycle.rollBackTo(index), classIndex);
  job.readStorage();
  corruptions.rollBack(index, cycle.work, work);
  outcome.interruptions += 1;
  outcome.rollbacks += 1;
  outcome.causeInterruptions[classIndex] += 1;
  job.stop('detect', 0, classIndex, job.request.policy.restartS);
}
