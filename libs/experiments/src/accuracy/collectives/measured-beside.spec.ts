import { readFileSync } from 'node:fs';
import { CLUSTERS } from '@railyard/cluster';
import { heldElsewhere, largestSizes, measuredBeside } from './measured-beside.js';
import { readNcclLog } from './nccl-log.js';

const log = readNcclLog(readFileSync('test/data/nccl/h100-10x4-all-ops.log', 'utf8'))!;
const row = (change: object) => ({
  cluster: 'xxrjun',
  gpu: 'h100',
  nodes: '10',
  gpus_per_node: '4',
  op: 'alltoall',
  size_bytes: '4000000000',
  time_us: '100000',
  busbw_GBps: '',
  ...change,
});

describe('measured collectives alongside the model', () => {
  it('are those of a log, with errors against the printed times', () => {
    const rows = measuredBeside(log.rows, CLUSTERS['h100-64'])!;
    expect(rows).toHaveLength(log.rows.length);
    for (const { measuredUs, twinUs, errorPct, operation } of rows)
      if (operation === 'sendrecv') expect([twinUs, errorPct]).toEqual([null, null]);
      else expect(errorPct).toBeCloseTo(100 * (twinUs! / measuredUs - 1), 9);
    // nccl-tests prints the bus bandwidth to two digits.
    rows.forEach((one, i) =>
      expect(one.measuredBusbwGBps).toBeCloseTo(Number(log.rows[i]!['busbw_GBps']), 1),
    );
  });

  it('of large sizes come within 10 % where the network is stated', () => {
    const largest = largestSizes(measuredBeside(log.rows, CLUSTERS['h100-64'])!);
    expect(largest.map(({ operation }) => operation).sort()).toEqual([
      'all_gather',
      'all_reduce',
      'alltoall',
      'reduce_scatter',
      'sendrecv',
    ]);
    for (const { bytes, errorPct } of largest) {
      expect(bytes).toBeGreaterThan(1e10);
      expect(Math.abs(errorPct ?? 0)).toBeLessThan(10);
    }
  });

  it('say which rings take less than NICs and network give', () => {
    // 36 GB/s over each NIC; rings of 4 GB over four GPUs a node: 2 x 39/40 and 39/40 of a quarter.
    const shape = {
      cluster: 'xxrjun',
      nodes: 10,
      gpusPerNode: 4,
      exchangeGBps: expect.closeTo(36, 9) as number,
    };
    const rows = measuredBeside([
      row({}),
      row({ op: 'all_gather', time_us: '30000' }),
      row({ op: 'all_gather', size_bytes: '4000', time_us: '30' }),
      row({ op: 'all_reduce', time_us: '65000' }),
      row({ op: 'reduce_scatter', time_us: '28000' }),
      row({ op: 'sendrecv' }),
      row({ nodes: '5', op: 'all_gather' }),
      row({ nodes: '1' }),
      row({ cluster: 'ALCF polaris' }),
      row({ cluster: 'ALCF polaris', op: 'all_gather', time_us: '90000' }),
    ])!;
    expect(heldElsewhere(rows)).toEqual([
      {
        ...shape,
        rings: [
          { operation: 'all_reduce', nicGBps: expect.closeTo(30, 9) as number },
          { operation: 'all_gather', nicGBps: expect.closeTo(32.5, 9) as number },
        ],
      },
    ]);
    expect(heldElsewhere(rows.filter(({ operation }) => operation !== 'alltoall'))).toEqual([]);
  });

  it('say what NICs moved, and why a row has no model', () => {
    const [exchange, polaris, inside] = measuredBeside([
      row({}),
      row({ cluster: 'ALCF polaris', op: 'all_reduce', size_bytes: '1000000000', time_us: '50000' }),
      row({ nodes: '1' }),
    ])!;
    // 4 GB, of which 36 of 40 parts go to other nodes, in 0.1 s.
    expect(exchange!.nicGBps).toBeCloseTo(36, 9);
    // A ring of each of four GPUs, 2 x 39/40 of its quarter.
    expect(polaris).toMatchObject({ twinUs: null, why: expect.stringContaining('Slingshot') as string });
    expect(polaris!.nicGBps).toBeCloseTo((2 * 39) / 40 / 4 / 0.05, 9);
    expect(inside).toMatchObject({ nicGBps: null, nicShare: null });
    // Of 50 GB/s; of two NICs of 25 GB/s for four GPUs.
    expect(exchange!.nicShare).toBeCloseTo(36 / 50, 9);
    expect(polaris!.nicShare).toBeCloseTo(polaris!.nicGBps! / 12.5, 9);
    expect([exchange!.networkStated, polaris!.networkStated]).toEqual([false, false]);
    const [own] = measuredBeside([row({})], { ...CLUSTERS['a100-64']!, gpusPerNode: 4 })!;
    const { perNode, bandwidthGBps } = CLUSTERS['a100-64']!.nic;
    expect(own).toMatchObject({
      networkStated: true,
      nicShare: expect.closeTo((36 * 4) / (perNode * bandwidthGBps), 9),
    });
    expect(measuredBeside([{ device: 'h100', seconds: '1' }])).toBeUndefined();
    expect(measuredBeside([row({ time_us: '0' })])).toEqual([]);
  });
});
