/** Software: the kernels that a framework launches, and what launching them costs the host. */
export * from './software-spec.js';
export { type HostLaunch } from './host-launch.js';
export { type Gradients, type LevelDefaults, type Software, LEVELS } from './levels.js';
export { resolveSoftware } from './resolve-software.js';
export { EAGER_RATES, type EagerKernel, eagerShare, softmaxShare } from './kernel-rates.js';
export { gateKernels } from './gate-kernels.js';
export {
  expertCallSeconds,
  hostPassSeconds,
  isLaunchedByHost,
  optimizerHostSeconds,
  optimizerTraffic,
} from './host-pace.js';
export { softwareInputs } from './software-inputs.js';
