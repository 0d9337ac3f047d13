/**
 * What a kernel launch costs the host. Where the host is slower than the device it sets the pace
 * (docs/model/software.md, section 2).
 */
import { type Constant, derived, fitted, measured } from '@railyard/base';
import { type OptimizerLaunch } from './software-spec.js';

/**
 * Host time of a launch, in a pass that Python drives and in the backward, which autograd's engine
 * drives.
 */
export interface HostLaunch {
  readonly forward: Constant;
  readonly backward: Constant;
}

const HOST_BOUND =
  'test/data/host-bound.json (H200, virtualised Xeon): phases that the host sets the pace of, of the ' +
  'rows whose ' +
  'shape hashes to an even number; its times vary by tens of percent between runs';

/** Plain PyTorch modules. */
export const PYTORCH_HOST: HostLaunch = {
  forward: fitted(38e-6, 's', HOST_BOUND),
  backward: fitted(31e-6, 's', HOST_BOUND),
};

const VTRAIN =
  'VIA-Research/vTrain data/ground_truth_single.csv (A100, Megatron-DeepSpeed): hidden size 1,024 and ' +
  'twelve layers, rows whose id hashes to an even number, least squares of the logarithm of both ' +
  'together: small micro-batches show the sum of both passes, larger ones the forward, whose backward the ' +
  'device paces';

/**
 * Megatron's layers under DeepSpeed's engine: the forward is Python (checks, forks of the random state, a
 * module and a function of autograd for each product), the backward autograd's engine.
 */
export const MEGATRON_HOST: HostLaunch = {
  forward: fitted(125e-6, 's', VTRAIN),
  backward: fitted(25e-6, 's', VTRAIN),
};

/**
 * A compiled block launches fewer kernels, but its guards and the wrapper around it cost more than the
 * dispatch that they save.
 */
const COMPILED_SHARE: Constant = measured(
  1.3,
  'of an eager launch',
  'test/data/software-kernels.json, compiledHost (PyTorch 2.11): forward 47 us a kernel over 33, ' +
    'backward 36 over 30',
);
export const compiledLaunchShare = COMPILED_SHARE.value;

/**
 * A product of one expert of several, and the cast of its rows: Transformer Engine calls cuBLAS for each
 * expert from C++, on several streams.
 */
export const EXPERT_LAUNCH: Constant = derived(
  5e-6,
  's',
  'NVIDIA/TransformerEngine issue 2897 (GB200, 64 experts in MXFP8): 1.2 ms of the host forward and 2.1 ms ' +
    'backward, 19 and 33 us an expert over its 4 and 6 calls',
);

const OPTIMIZER_ROWS = 'test/data/software-kernels.json, optimizer: AdamW of 288 small tensors, median';

/** Host time of an optimizer step for each tensor. */
export const OPTIMIZER_TENSOR: Readonly<Record<OptimizerLaunch, Constant>> = {
  fused: measured(3.5e-6, 's/tensor', OPTIMIZER_ROWS),
  foreach: measured(10.8e-6, 's/tensor', OPTIMIZER_ROWS),
  loop: measured(119e-6, 's/tensor', OPTIMIZER_ROWS),
};

/** Matrices, biases and norms of a GPT layer; Llama's has 9. */
export const TENSORS_OF_LAYER = 12;
