/**
 * Machines whose owners publish kernels measured on them alongside their runs: what a document names as
 * `cluster.device.calibration`. Fitted to those kernels alone, none of which is a training step.
 */
import { type OwnCalibration } from '@railyard/cluster';
import { type PublishedRun } from './published-run.js';

interface SourceMachine {
  readonly source: RegExp;
  readonly gpu: RegExp;
  readonly calibration: OwnCalibration;
}

const MACHINES: readonly SourceMachine[] = [
  {
    source: /^MooreThreads\/SimuMax$/,
    gpu: /^b200/i,
    // railyard calibrate test/data/simumax-b200-kernels.json --device b200
    calibration: {
      source: 'simumax-b200-kernels.json, on b200',
      kernels: {
        bf16Droop: 0.3283,
        groupedPeakFraction: 0.9033,
        groupedStoreGBps: 141.1,
        groupedLoadFraction: 0.4989,
        attentionForwardFraction: 0.5596,
        attentionSoftmaxSeconds: 1.028e-7,
        attentionForwardStartSeconds: 0.000001074,
        attentionBackwardFraction: 0.7175,
        attentionBackwardStartSeconds: 1.912e-8,
      },
    },
  },
];

export const calibrationOfSource = ({ source, gpu }: PublishedRun): OwnCalibration | undefined =>
  MACHINES.find((machine) => machine.source.test(source) && machine.gpu.test(gpu))?.calibration;
