/**
 * The state of one job at one moment: its clock, phase, progress, nodes and machine, and the ways in which
 * time passes and training stops. Between two events progress is a closed form (checkpoint-cycle.ts).
 */
import { RandomStream, exp, invariant } from '@railyard/base';
import { type FaultClassSpec, eventKey, perNode } from '../faults/index.js';
import { CheckpointCycle } from './checkpoint-cycle.js';
import { Corruptions } from './corruptions.js';
import { checkingShare, discoveryOf } from './detectors.js';
import { LEDGER_PARTS, PART, ledgerTotal } from './ledger.js';
import { type MachineCondition, type MachineModel, memoised, undisturbed } from './machine-model.js';
import { MachineState } from './machine-state.js';
import { NodePool } from './node-pool.js';
import { type JobOutcome, clearOutcome, emptyOutcome } from './outcome.js';
import { type Phase, type Recorder } from './recorder.js';
import { type ReplayRequest, limitsOf } from './replay-request.js';
import { CORRUPTION_FOUND, NODE_BACK, ScheduledEvents, SLOW_FOUND } from './scheduled-events.js';
import { newestCopy, tierShare } from './tiers.js';

/** Ledger part of each phase; running time is split further. */
const PHASE_PART: Readonly<Record<Phase, number>> = {
  run: PART.productiveS,
  save: PART.checkpointStallS,
  detect: PART.detectionS,
  drain: PART.drainS,
  restart: PART.restartS,
  reload: PART.reloadS,
  wait: PART.idleNoSpareS,
};

/** What time passes until. */
export const [JOB_DONE, WALL_ENDS, EVENT, FAULT] = [0, 1, 2, 3] as const;

export class JobState {
  readonly classes: readonly FaultClassSpec[];
  /** Components of each class's kind in one node; 0 where they are part of none. */
  readonly membersOfNode: Int32Array;
  readonly nodes: NodePool;
  readonly machine: MachineState;
  readonly corruptions = new Corruptions();
  readonly cycle: CheckpointCycle;
  readonly policyStream: RandomStream;
  readonly outcome: JobOutcome;
  readonly nominalStepS: number;
  readonly wallEndS: number;
  replica = 0;
  timeS = 0;
  phase: Phase = 'run';
  phaseEndS = 0;
  /** When the next fault strikes. */
  faultS = Infinity;
  readonly events = new ScheduledEvents();
  recorder: Recorder | undefined;
  private readonly model: MachineModel;
  private readonly noiseStream: RandomStream;
  private readonly checking: number;
  /** Share of training time that stalls of nearer checkpoints take. */
  private readonly copying: number;
  /** Work that the last restart began from, and the time that the next one reads for. */
  private base = 0;
  private loadS: number;
  private readonly isInJob = (node: number): boolean => this.nodes.inJob(node);
  private phaseStartS = 0;
  /** Class that the present downtime is due to, and the restart that ends it. */
  private cause = -1;
  private restartS = 0;
  /** Class that the job last shrank for. */
  shrinkCause = -1;
  /** Productive seconds for each running second that is not spent on checks. */
  private speed = 1;
  private speedCause = -1;
  private pausedUntilS = 0;
  private pauseCause = -1;

  constructor(readonly request: ReplayRequest) {
    const { fleet, policy, horizon, seed } = request;
    const limits = limitsOf(horizon, policy);
    this.classes = request.profile.classes;
    this.membersOfNode = Int32Array.from(this.classes, ({ component }) => perNode(fleet, component));
    this.model = memoised(request.machine);
    this.nominalStepS = this.model.stepSeconds(undisturbed(fleet));
    this.cycle = new CheckpointCycle(
      policy.checkpointIntervalS,
      policy.checkpointStallS,
      policy.checkpointPersistS,
      limits.workS,
    );
    this.nodes = new NodePool(fleet);
    this.machine = new MachineState(fleet, this.nodes);
    this.policyStream = new RandomStream(seed, 'policy');
    this.noiseStream = new RandomStream(seed, 'noise');
    this.checking = checkingShare(policy);
    this.copying = tierShare(policy);
    this.loadS = policy.checkpointLoadS;
    this.wallEndS = limits.wallS;
    this.outcome = emptyOutcome(this.classes.length);
  }

  reset(replica: number, recorder: Recorder | undefined): void {
    this.replica = replica;
    this.recorder = recorder;
    clearOutcome(this.outcome);
    this.events.clear();
    this.cycle.reset();
    this.nodes.reset();
    this.machine.reset();
    this.corruptions.reset();
    this.timeS = 0;
    this.cause = -1;
    this.base = 0;
    this.loadS = this.request.policy.checkpointLoadS;
    this.pausedUntilS = 0;
    this.phase = 'run';
    this.phaseStartS = 0;
    this.refreshSpeed();
  }

  /** Sums up; the outcome is overwritten by the next replica. */
  close(done: boolean): JobOutcome {
    const { outcome, cycle, corruptions } = this;
    this.endSpan();
    outcome.wallS = this.timeS;
    outcome.finished = done || this.request.horizon.kind === 'wall';
    outcome.ledger[PART.productiveS] = cycle.work;
    const kept = corruptions.corrupted(0, cycle.work);
    if (this.request.policy.silentCorruption === 'detect')
      outcome.undetectedCorruptions = outcome.corruptions - corruptions.found;
    outcome.poisonedSteps = (corruptions.undone + kept) / this.nominalStepS;
    outcome.poisonedStepsKept = kept / this.nominalStepS;
    const total = ledgerTotal(outcome.ledger);
    invariant(
      Math.abs(total - outcome.wallS) <= 1e-9 * Math.max(1, outcome.wallS),
      'the time ledger closes',
      { total, wallS: outcome.wallS },
    );
    return outcome;
  }

  // Time

  /**
   * Goes on to what happens next, through the phases of a stop and the pauses that end before it, and says
   * what it is. All moments are fields: a number that a method takes or returns costs a place on the heap, at
   * every event.
   */
  passTime(): typeof FAULT | typeof EVENT | typeof JOB_DONE | typeof WALL_ENDS {
    const strikeS = this.faultS < this.wallEndS ? this.faultS : this.wallEndS;
    for (;;) {
      const outsideS = this.events.nextS < strikeS ? this.events.nextS : strikeS;
      const resumes = this.pausedUntilS > this.timeS && this.pausedUntilS <= outsideS;
      const comingS = resumes ? this.pausedUntilS : outsideS;
      const endsPhase = this.phaseEndS <= comingS;
      this.goTo(endsPhase ? this.phaseEndS : comingS);
      if (endsPhase) {
        if (this.endPhase()) return JOB_DONE;
      } else if (resumes) this.refreshSpeed();
      else if (comingS === this.wallEndS) return WALL_ENDS;
      else return comingS === this.events.nextS ? EVENT : FAULT;
    }
  }

  private goTo(timeS: number): void {
    const seconds = timeS - this.timeS;
    this.timeS = timeS;
    if (seconds > 0) this.spend(seconds);
  }

  private spend(seconds: number): void {
    if (this.phase !== 'run') {
      this.book(PHASE_PART[this.phase], seconds, this.cause);
      return;
    }
    const stretch = this.cycle.advance(seconds, this.rate);
    const trained = stretch * (1 - this.copying);
    this.book(PART.checkpointStallS, seconds - trained, -1);
    this.book(PART.checksS, trained * this.checking, -1);
    if (this.speed !== 1)
      this.book(PART.degradedS, trained * (1 - this.checking) * (1 - this.speed), this.speedCause);
  }

  /** Work for each second that is not a stall for a checkpoint in storage. */
  private get rate(): number {
    return (1 - this.copying) * (1 - this.checking) * this.speed;
  }

  book(part: number, seconds: number, cause: number): void {
    this.outcome.ledger[part] += seconds;
    if (cause >= 0) this.outcome.causeSeconds[cause * LEDGER_PARTS.length + part] += seconds;
  }

  private enter(phase: Phase, seconds: number): void {
    this.endSpan();
    this.phase = phase;
    this.phaseStartS = this.timeS;
    this.phaseEndS = this.timeS + seconds;
  }

  private endSpan(): void {
    if (this.recorder === undefined) return;
    const span = { phase: this.phase, startS: this.phaseStartS, endS: this.timeS };
    this.recorder.span(
      this.phase === 'run' || this.cause < 0 ? span : { ...span, cause: this.classes[this.cause].id },
    );
  }

  private enterRun(): void {
    this.enter('run', 0);
    this.refreshSpeed();
  }

  /** Asks the machine model how fast training runs now, and when it will be done. */
  refreshSpeed(): void {
    if (this.phase !== 'run') return;
    if (this.timeS < this.pausedUntilS) {
      this.speed = 0;
      this.speedCause = this.pauseCause;
    } else if (this.machine.undisturbed) this.speed = 1;
    else {
      this.speed = this.speedOf(this.machine.condition());
      this.speedCause = this.machine.cause();
    }
    this.phaseEndS = this.timeS + this.cycle.finishIn(this.rate);
  }

  /** A smaller batch is done as fast as the whole one by all replicas, and is worth less. */
  private speedOf(condition: MachineCondition): number {
    const { fleet, policy } = this.request;
    if (policy.replicaLoss?.batch !== 'shrink') return this.nominalStepS / this.model.stepSeconds(condition);
    const share = condition.dataReplicas / fleet.dataReplicas;
    const step = this.model.stepSeconds({ ...condition, dataReplicas: fleet.dataReplicas });
    return (share * this.nominalStepS) / step;
  }

  /** Training stands still until then. */
  pauseUntil(timeS: number, cause: number): void {
    this.pausedUntilS = Math.max(this.pausedUntilS, timeS);
    this.pauseCause = cause;
    this.refreshSpeed();
  }

  schedule(kind: number, afterS: number, subject: number): void {
    if (afterS < Infinity) this.events.add(this.timeS + afterS, kind, subject);
  }

  // Downtime

  /**
   * A fault stops the job: work since the last checkpoint is lost and a restart begins; one that was under
   * way starts again.
   */
  interrupt(cause: number, detectionS: number, restartS: number, spread = true, nodesLost = 0): void {
    this.outcome.interruptions += 1;
    this.outcome.causeInterruptions[cause] += 1;
    const { work } = this.cycle;
    if (this.phase === 'run' || this.phase === 'save') this.loseWork(cause, nodesLost);
    this.corruptions.rollBack(this.cycle.index, this.cycle.work, work);
    this.stop('detect', detectionS, cause, restartS, spread);
  }

  /** Back to the newest state that is left: a nearer copy, or the newest checkpoint in storage. */
  private loseWork(cause: number, nodesLost: number): void {
    const { cycle, request } = this;
    const useful = (1 - this.copying) * (1 - this.checking);
    const copy = newestCopy(request.policy, cycle.work, this.base, useful, nodesLost);
    const isNewer = copy !== undefined && copy.work >= cycle.safe;
    this.book(PART.lostWorkS, isNewer ? cycle.loseBackTo(copy.work) : cycle.loseUnsaved(), cause);
    this.loadS = isNewer ? copy.loadS : request.policy.checkpointLoadS;
    this.base = cycle.work;
  }

  /** The state is read from storage and not from a nearer copy. */
  readStorage(): void {
    this.base = this.cycle.work;
    this.loadS = this.request.policy.checkpointLoadS;
  }

  /** Whether a fault can stop the job now: while it trains, and during a restart where the policy says so. */
  get stoppable(): boolean {
    return (
      this.phase === 'run' ||
      this.phase === 'save' ||
      (this.phase !== 'wait' && this.request.policy.faultsDuringRestart)
    );
  }

  /** A stop that was planned: the job checkpoints first. A job that is down already needs no further stop. */
  stopPlanned(cause: number, restartS: number): void {
    this.outcome.plannedStops += 1;
    const { checkpointStallS, checkpointPersistS } = this.request.policy;
    if (this.phase === 'run') this.stop('save', checkpointStallS + checkpointPersistS, cause, restartS);
  }

  /** `spread`: the restart takes `restartS` on average, not exactly. */
  stop(phase: Phase, seconds: number, cause: number, restartS: number, spread = true): void {
    this.enter(phase, seconds);
    this.cause = cause;
    this.restartS = spread ? restartS * this.restartNoise(cause) : restartS;
  }

  private restartNoise(cause: number): number {
    const { restartSigma } = this.request.policy;
    if (restartSigma === 0) return 1;
    return exp(
      restartSigma * this.noiseStream.seek(this.replica, eventKey(this.timeS, cause)).normal() -
        (restartSigma * restartSigma) / 2,
    );
  }

  /** The present phase is over; true when the job is done. */
  private endPhase(): boolean {
    switch (this.phase) {
      case 'run':
        return true;
      case 'save':
        this.cycle.save();
        this.readStorage();
        this.replaceNodes();
        break;
      case 'detect':
        this.replaceNodes();
        break;
      case 'drain':
        this.enter('restart', Math.max(0, this.restartS - this.request.policy.checkpointLoadS));
        break;
      case 'restart':
        this.enter('reload', Math.min(this.restartS, this.loadS));
        break;
      default:
        this.enterRun();
    }
    return false;
  }

  /** Spares take the place of drained nodes; without one the job waits, or goes on with fewer replicas. */
  replaceNodes(): void {
    const { nodes } = this;
    const { whenNoSpare, drainS } = this.request.policy;
    if (nodes.canGrow()) nodes.grow();
    const swap = nodes.missing > 0;
    let complete = nodes.fill(this.joined);
    while (!complete && whenNoSpare === 'shrink' && nodes.shrink()) {
      this.shrinkCause = this.cause;
      complete = nodes.fill(this.joined);
    }
    this.corruptions.standBy(this.isInJob, this.cycle.work);
    if (complete) this.enter('drain', swap ? drainS : 0);
    else this.enter('wait', Infinity);
  }

  drain(node: number, repairS: number): void {
    const times = this.nodes.drain(node);
    this.outcome.drains += 1;
    this.corruptions.repair(node, this.cycle.work);
    const { quarantineAfterDrains } = this.request.policy;
    if (quarantineAfterDrains === 0 || times < quarantineAfterDrains) this.schedule(NODE_BACK, repairS, node);
  }

  /** What a node that joins the job brings along shows from now on. */
  readonly joined = (node: number): void => {
    this.watchSlow(node);
    this.watchCorruption(node);
  };

  /** A slow node of the job will be found. */
  watchSlow(node: number): void {
    const cause = this.machine.slowCause(node);
    if (cause >= 0 && this.nodes.inJob(node) && this.request.policy.stragglers === 'drain')
      this.schedule(SLOW_FOUND, this.classes[cause].detectionS, node);
  }

  /** Defective devices of a node of the job corrupt from now on, and may be found. */
  watchCorruption(node: number): void {
    const { cycle, corruptions, request, policyStream, replica } = this;
    if (!this.nodes.inJob(node)) return;
    for (const device of corruptions.join(node, cycle.index, cycle.work)) {
      if (device.joins === 1) this.outcome.corruptions += 1;
      const { afterS, shows } = discoveryOf(
        request.policy,
        this.classes[device.classIndex],
        policyStream,
        replica,
        device.key,
      );
      device.shows = shows;
      this.schedule(CORRUPTION_FOUND, afterS, device.ticket);
    }
  }
}
