import { readFileSync } from 'node:fs';
import { CLUSTERS, DEVICES, type DeviceSpec, linkCalibrationOf } from '@railyard/cluster';
import { calibrationOf } from '@railyard/parallelism';
import {
  type KernelFile,
  OVERHEADS,
  collectivesOfLog,
  collectivesOfTable,
  isMeasured,
  measuredClusterOf,
  readNcclLog,
  rowsOfFile,
} from '../accuracy/index.js';
import { fitOwnCalibration } from './index.js';

const h100 = DEVICES['h100'] as DeviceSpec;
const log = readFileSync('test/data/nccl/h100-10x4-all-ops.log', 'utf8');

describe('own calibration', () => {
  it('finds the constants of a device that differs from its record in a few of them', () => {
    const changed = { bf16PeakFraction: 0.8, matrixStartSeconds: 6e-6 };
    const truth = { ...h100, calibration: { source: 'truth', kernels: changed } };
    const file = JSON.parse(readFileSync('test/data/hopper-kernels.json', 'utf8')) as KernelFile;
    const kernels = rowsOfFile(file, 'own')
      .filter(isMeasured)
      .filter(({ family }) => family.startsWith('gemm bf16'))
      .map((row) => ({ ...row, seconds: row.predict(calibrationOf(truth).constants, truth, OVERHEADS) }));
    const { groups, calibration, missing } = fitOwnCalibration(h100, { kernels, collectives: [] }, 'a test');
    expect(groups.map(({ what }) => what)).toEqual(['GEMM in BF16']);
    expect(groups[0]!.before.medianPct).toBeGreaterThan(8);
    expect(groups[0]!.after.medianPct).toBeLessThan(0.5);
    expect(Math.abs(calibration.kernels!['bf16PeakFraction']! / 0.8 - 1)).toBeLessThan(0.03);
    expect(Math.abs(calibration.kernels!['matrixStartSeconds']! / 6e-6 - 1)).toBeLessThan(0.03);
    expect(missing).toContain('attention backward: no row');
  });

  it('leaves constants that no row tells of where they were', () => {
    const table = [512, 2048, 8192, 32768, 131072].map((bytes) => ({
      device: 'h100',
      op: 'all_gather',
      backend: 'nccl',
      gpus: '8',
      bytes: `${bytes}`,
      seconds: `${12e-6 + bytes * 1e-12}`,
    }));
    const { calibration } = fitOwnCalibration(
      h100,
      { kernels: [], collectives: collectivesOfTable(table) ?? [] },
      'small messages',
    );
    const { ringGBps, hopSeconds } = calibration.collectives as Record<string, number>;
    const shipped = linkCalibrationOf(h100).constants;
    expect(Math.abs(ringGBps! / shipped.ringGBps - 1)).toBeLessThan(0.05);
    expect(hopSeconds).toBeGreaterThan(shipped.hopSeconds);
  });

  it('reads a log of nccl-tests and comes nearer to it', () => {
    const read = readNcclLog(log)!;
    expect(read).toMatchObject({ device: 'h100', nodes: 10, gpusPerNode: 4 });
    expect(read.rows).toHaveLength(50);
    const collectives = collectivesOfLog(read, measuredClusterOf(CLUSTERS['h100-64']!));
    const { groups } = fitOwnCalibration(h100, { kernels: [], collectives }, 'a log');
    expect(groups.map(({ what }) => what)).toEqual(['rings between nodes, large messages']);
    expect(groups[0]!.after.medianPct!).toBeLessThan(groups[0]!.before.medianPct!);
    expect(readNcclLog('no log')).toBeUndefined();
  });
});
