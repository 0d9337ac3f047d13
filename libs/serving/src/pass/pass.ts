/** One forward pass of a replica of attention: prompts that are read, or answers that grow by a token. */
export interface Pass {
  readonly phase: 'prefill' | 'decode';
  /** Sequences of the replica. */
  readonly sequences: number;
  /** New tokens of each. */
  readonly queries: number;
  /** Keys that a query sees: of a prompt, on average. */
  readonly context: number;
  /** Tokens whose logits are wanted, of each sequence. */
  readonly logits: number;
  /** Replayed as a CUDA graph: no host between its kernels. */
  readonly replayed?: boolean;
  /** Cache that comes in over the GPU's host link meanwhile; absent: none. */
  readonly incomingBytes?: number;
}

export const tokensOf = ({ sequences, queries }: Pass): number => sequences * queries;
