/** Copies of FSDP2: alone and in steps as they were measured, and steps that hold them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLUSTERS, type ClusterSpec, DEVICES, type DeviceSpec } from '@railyard/cluster';
import { WORKLOADS, type WorkloadSpec } from '../plan/index.js';
import { simulateStep } from './index.js';
import { unitCopies } from './unit-copies.js';

interface Measured {
  readonly rows: readonly {
    readonly id: string;
    readonly layers: number;
    readonly sequence: number;
    readonly microBatch: number;
    readonly recompute: WorkloadSpec['recompute'];
    readonly compile: boolean;
    readonly stepS: number;
    readonly kinds: { readonly copyIn: number; readonly copyOut: number };
  }[];
  readonly copies: readonly {
    readonly group: number;
    readonly elements: number;
    readonly copyInS: number;
    readonly copyOutS: number;
  }[];
  readonly casts: readonly {
    readonly tensors: number;
    readonly elements: number;
    readonly seconds: number;
  }[];
}
const FILE = join(__dirname, '../../../../test/data/fsdp-steps.json');
const { rows, copies, casts } = JSON.parse(readFileSync(FILE, 'utf8')) as Measured;
const h200 = DEVICES['h200'] as DeviceSpec;
const MIXED = { gathers: 2, reduces: true, kept: 4, gathered: 2, reduced: 4 } as const;
const inTwo = (parameters: number) => ({ whole: parameters, shard: parameters / 2 });
const off = (value: number, of: number): number => Math.abs(value / of - 1);

describe('copies of a unit', () => {
  it('alone take what was measured, into the buffers of large groups', () => {
    const large = copies.filter(({ group }) => group >= 8);
    const mean = (of: 'copyInS' | 'copyOutS') => large.reduce((sum, row) => sum + row[of], 0) / large.length;
    const { reduceIn, gatherOut } = unitCopies(h200, inTwo(large[0]!.elements), MIXED);
    expect(off(gatherOut, mean('copyOutS'))).toBeLessThan(0.02);
    expect(off(reduceIn, mean('copyInS'))).toBeLessThan(0.06);
  });

  it('in a step likewise: two gathers and a reduction of each layer, one of the ends', () => {
    const { hidden, vocabulary } = WORKLOADS['llama3-8b']!.model;
    for (const { layers, kinds } of rows) {
      const ofLayers = unitCopies(h200, inTwo(layers * copies[0]!.elements), MIXED);
      const ofEnds = unitCopies(h200, inTwo(2 * vocabulary * hidden), MIXED);
      expect(off(2 * ofLayers.gatherOut + ofEnds.gatherOut, kinds.copyOut)).toBeLessThan(0.2);
      expect(off(ofLayers.reduceIn + ofEnds.reduceIn, kinds.copyIn)).toBeLessThan(0.2);
    }
  });

  it('of master weights into the buffer of a gather, as measured', () => {
    for (const { elements, seconds } of casts) {
      const { gatherIn } = unitCopies(h200, { whole: 64 * elements, shard: elements }, MIXED);
      expect(off(gatherIn, seconds)).toBeLessThan(0.1);
    }
  });

  it('are none of what is neither gathered nor reduced', () => {
    expect(unitCopies(h200, inTwo(1e9), { ...MIXED, gathers: 0, reduces: false })).toEqual({
      gatherIn: 0,
      gatherOut: 0,
      reduceIn: 0,
    });
  });
});

describe('steps of Llama 3 8B under FSDP2 on two H200', () => {
  const base = WORKLOADS['llama3-8b']!;
  const pair: ClusterSpec = {
    ...CLUSTERS['h200-8']!,
    nodes: 1,
    gpusPerNode: 2,
    nic: { ...CLUSTERS['h200-8']!.nic, perNode: 2 },
  };
  it.each(rows.map((row) => [row.id, row] as const))('%s is within a tenth', (_, row) => {
    const step = simulateStep(
      pair,
      {
        ...base,
        model: { ...base.model, layers: row.layers },
        parallelism: { ...base.parallelism, pipeline: 1, tensor: 1, data: 2, zeroStage: 3 },
        batch: {
          sequenceLength: row.sequence,
          globalSequences: 2 * row.microBatch,
          microBatchSequences: row.microBatch,
        },
        schedule: { name: '1f1b', chunksPerDevice: 1, sends: 'published' },
        precision: 'bf16',
        recompute: row.recompute,
        software: { level: row.compile ? 'torchtitan-2025' : 'eager-pytorch', attention: 'cudnn' },
      },
      1,
    );
    expect(off(step.parts.total, row.stepS)).toBeLessThan(0.1);
  });
});
