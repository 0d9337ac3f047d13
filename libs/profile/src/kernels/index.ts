/** Kernels: what kernels are by their names, and what bounds their time. */
export {
  KERNEL_KINDS,
  type KernelBound,
  type KernelKind,
  type KindRule,
  isCommunication,
  kernelBound,
  kernelKind,
} from './kernel-kinds.js';
