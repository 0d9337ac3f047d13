/** Under which Nest injects what knows whether the queue answers. */
export const QUEUE_PROBE = Symbol('queue-probe');

export interface QueueProbe {
  /** Null when jobs can be handed over or taken now, otherwise why not. */
  unavailable(): Promise<string | null>;
}
