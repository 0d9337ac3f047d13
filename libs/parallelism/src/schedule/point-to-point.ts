/**
 * What a rank posts to its neighbours and waits for between its ops, as published programs do. A message is
 * the activations or the gradient of one micro-batch on its way to one stage, and has the slot of the input
 * that it becomes. It is a rendezvous (NCCL beyond its buffers): it travels once both ranks have posted it.
 */
import { invariant } from '@railyard/base';
import { type StageMap } from './stage-map.js';

export const CallKind = { wait: 0, postReceive: 1, postSend: 2 } as const;
export type CallKind = (typeof CallKind)[keyof typeof CallKind];
/** A call is `slot * CALL_KINDS + kind`. */
export const CALL_KINDS = 3;

export interface PointToPoint {
  /**
   * [ops + ranks + 1]: before op o of rank r come the calls `offsets[o + r] .. offsets[o + r + 1] - 1`, and
   * after its last op those of the entry that follows.
   */
  readonly offsets: Int32Array;
  readonly calls: Int32Array;
  /** [2 x stages x microBatches] messages that a rank posts in one batch with this one, itself included. */
  readonly sentTogether: Uint8Array;
}

/**
 * Writes the calls of one rank after the other; calls to a stage of the same rank, or to none, are left out.
 */
export class PointToPointWriter {
  private readonly offsets: Int32Array;
  private readonly calls: Int32Array;
  private readonly sentTogether: Uint8Array;
  /** Posted by the next commit. */
  private readonly pending: number[] = [];
  private count = 0;

  constructor(
    private readonly map: StageMap,
    ranks: number,
    private readonly microBatches: number,
    ops: number,
  ) {
    const slots = map.stages * microBatches;
    this.offsets = new Int32Array(ops + ranks + 1);
    // Each message is posted and awaited by both of its ranks.
    this.calls = new Int32Array(2 * 4 * slots);
    this.sentTogether = new Uint8Array(2 * slots);
  }

  sendOutput(stage: number, microBatch: number): void {
    if (this.crosses(stage, stage + 1, microBatch))
      this.pending.push(this.activations(stage + 1, microBatch) * CALL_KINDS + CallKind.postSend);
  }

  sendGradient(stage: number, microBatch: number): void {
    if (this.crosses(stage, stage - 1, microBatch))
      this.pending.push(this.gradient(stage - 1, microBatch) * CALL_KINDS + CallKind.postSend);
  }

  receiveInput(stage: number, microBatch: number): void {
    if (this.crosses(stage, stage - 1, microBatch))
      this.pending.push(this.activations(stage, microBatch) * CALL_KINDS + CallKind.postReceive);
  }

  receiveGradient(stage: number, microBatch: number): void {
    if (this.crosses(stage, stage + 1, microBatch))
      this.pending.push(this.gradient(stage, microBatch) * CALL_KINDS + CallKind.postReceive);
  }

  /** Posts everything pending as one batch. */
  post(): void {
    let sends = 0;
    for (const call of this.pending) if (call % CALL_KINDS === CallKind.postSend) sends += 1;
    for (const call of this.pending) {
      this.write(call);
      if (call % CALL_KINDS === CallKind.postSend) this.sentTogether[Math.floor(call / CALL_KINDS)] = sends;
    }
    this.pending.length = 0;
  }

  /** The same, and waits for all of it. */
  commit(): void {
    if (this.pending.length === 0) return;
    const first = this.count;
    this.post();
    const last = this.count;
    for (let at = first; at < last; at += 1)
      this.write(this.calls[at] - (this.calls[at] % CALL_KINDS) + CallKind.wait);
  }

  waitForOutput(stage: number, microBatch: number): void {
    if (this.crosses(stage, stage + 1, microBatch))
      this.write(this.activations(stage + 1, microBatch) * CALL_KINDS + CallKind.wait);
  }

  waitForSentGradient(stage: number, microBatch: number): void {
    if (this.crosses(stage, stage - 1, microBatch))
      this.write(this.gradient(stage - 1, microBatch) * CALL_KINDS + CallKind.wait);
  }

  /** Whatever was written belongs before position `position` of the list of ops and ends of ranks. */
  close(position: number): void {
    this.offsets[position + 1] = this.count;
  }

  finish(): PointToPoint {
    invariant(this.pending.length === 0, 'a program posts what it has to send');
    return {
      offsets: this.offsets,
      calls: this.calls.subarray(0, this.count),
      sentTogether: this.sentTogether,
    };
  }

  private write(call: number): void {
    this.calls[this.count] = call;
    this.count += 1;
  }

  private activations(stage: number, microBatch: number): number {
    return stage * this.microBatches + microBatch;
  }

  private gradient(stage: number, microBatch: number): number {
    return (this.map.stages + stage) * this.microBatches + microBatch;
  }

  private crosses(from: number, to: number, microBatch: number): boolean {
    const { stages, stageRank, directions } = this.map;
    if (to < 0 || to >= stages) return false;
    const base = microBatch < this.microBatches / directions ? 0 : stages;
    return stageRank[base + from] !== stageRank[base + to];
  }
}
