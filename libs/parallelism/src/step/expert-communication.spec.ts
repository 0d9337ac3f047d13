/** The expert collectives of a layer: what is sent, how often, and how the four follow from two. */
import {
  CLUSTERS,
  COLLECTIVE_LAUNCH,
  type ClusterSpec,
  DEVICES,
  Fabric,
  KERNEL_FORWARD_EFFICIENCY,
  KERNEL_RDMA_EFFICIENCY,
  LinkAccount,
  addExpertMessages,
  allToAll,
  expertAllToAll,
} from '@railyard/cluster';
import { operationSeconds, situations } from '../chunk/index.js';
import { type StreamOperation, layerKinds, layerOperations } from '../model/index.js';
import { type Placement, WORKLOADS, type WorkloadSpec, layerShape, placeRanks } from '../plan/index.js';
import { OVERLAPPED_EXPERT_RATE, expertCommunication, tokenBytes } from './index.js';

const founding = WORKLOADS['deepseek-v3'];
const TOKENS = 4096;
const cluster: ClusterSpec = {
  ...CLUSTERS['h800-2048-mpft'],
  nodes: 4,
  topology: { kind: 'mpft', planes: 8, switchPorts: 16 },
};
const fabric = new Fabric(cluster);
const { overlapped } = situations(cluster.device, 20, true);

/** Two stages of 16 GPUs, one expert group each unless stated. */
function communicationOf(
  parallelism: Partial<WorkloadSpec['parallelism']> = {},
  communication: Partial<WorkloadSpec['communication']> = {},
  machine = fabric,
) {
  const workload = {
    ...founding,
    parallelism: { ...founding.parallelism, pipeline: 2, data: 16, expert: 16, ...parallelism },
    communication: { ...founding.communication, ...communication },
  };
  const placement = placeRanks(cluster, workload);
  return expertCommunication(machine, workload, founding.model.moe!, placement, TOKENS, overlapped);
}
const placed = (placement: Placement) => communicationOf({ placement });

describe('the bytes of a token', () => {
  it('are two per element in BF16; in FP8 one, and an FP32 scale for every 128', () => {
    expect(tokenBytes(7168, 'bf16')).toBe(14_336);
    expect(tokenBytes(7168, 'fp8')).toBe(7168 + (7168 / 128) * 4);
    // LogFMT carries the range of each tile of 128: 9,184 bytes at 10 bits (DeepEP, test_low_latency.py).
    expect(tokenBytes(7168, 'logfmt8')).toBe(7168 + (7168 / 128) * 4);
    expect(tokenBytes(7168, 'logfmt10')).toBe(9184);
  });
});

describe('a copy', () => {
  it('goes to a node where groups lie inside nodes or fill them, else to each GPU', () => {
    expect(communicationOf({ pipeline: 4, data: 8, expert: 4 }).copies).toBe('per-node');
    expect(communicationOf().copies).toBe('per-node');
    expect(communicationOf({ expert: 4, expertTensor: 4 }).copies).toBe('per-gpu');
    const alone = communicationOf({ pipeline: 1, data: 32, expert: 32 }, { dispatcher: 'all-to-all' });
    expect(alone.copies).toBe('per-gpu');
    expect(alone.requests![0].groups).toHaveLength(1);
  });
});

describe('the SMs of a fast node', () => {
  const b200: ClusterSpec = { ...cluster, device: DEVICES['b200']! };
  const inNode = (communication: Partial<WorkloadSpec['communication']>) =>
    communicationOf({ pipeline: 4, data: 8, expert: 8 }, communication, new Fabric(b200)).combine!.seconds;

  it('set the pace of DeepEP, not of HybridEP', () => {
    const slow = inNode({ dispatcher: 'deepep', sms: 20 });
    const hybrid = inNode({ dispatcher: 'hybridep', sms: 20 });
    expect(slow).toBeGreaterThan(1.5 * hybrid);
    expect(inNode({ sms: 20 })).toBe(slow);
    expect(inNode({ dispatcher: 'deepep', sms: 28 })).toBeLessThan(0.8 * slow);
  });
});

describe('an all-to-all of a copy for each expert', () => {
  const fused = communicationOf();
  const exchanged = communicationOf({}, { dispatcher: 'all-to-all' });
  const { topK } = founding.model.moe!;

  it('sends each copy across the network, whatever else is sent to its node', () => {
    expect(exchanged.copies).toBe('per-gpu');
    expect(exchanged.dispatch!.rdmaBytesPerGpu).toBeCloseTo((TOKENS * 7392 * topK) / 2, 3);
    expect(exchanged.dispatch!.seconds).toBeGreaterThan(fused.dispatch!.seconds);
  });

  it('takes the time of the library, not of kernels that forward', () => {
    const { groups } = exchanged.requests![0];
    const bytes = TOKENS * 7392 * topK;
    const { seconds, rdmaBytesPerGpu, wireGBps } = exchanged.dispatch!;
    expect(seconds).toBe(allToAll(fabric, { groups, bytes }).seconds);
    expect(wireGBps).toBeCloseTo(rdmaBytesPerGpu / seconds / 1e9, 9);
  });

  it('writes and adds up the copies around it', () => {
    const kind = layerKinds(founding.model).find(({ ffn }) => ffn.kind === 'moe')!;
    const streamsOf = (dispatcher: 'deepep' | 'all-to-all') => {
      const workload = { ...founding, communication: { ...founding.communication, dispatcher } };
      const operations = layerOperations(founding.model, kind, layerShape(workload));
      return operations.filter((operation) => operation.kind === 'stream');
    };
    const extra = streamsOf('all-to-all').filter(({ name }) => name.startsWith('copies'));
    expect(streamsOf('deepep').filter(({ name }) => name.startsWith('copies'))).toEqual([]);
    expect(extra.map(({ section }) => section)).toEqual(['attention', 'mlp']);
    const { hidden } = founding.model;
    for (const { bytes } of extra) expect(bytes).toBe(2 * TOKENS * hidden * (1 + topK));
    const permuted = (all: readonly StreamOperation[]) =>
      all.find(({ name }) => name.endsWith('permute'))!.bytes;
    expect(permuted(streamsOf('all-to-all'))).toBeGreaterThan(permuted(streamsOf('deepep')));
  });
});

describe('expert communication', () => {
  const packed = communicationOf();
  const { gate, dispatch, combine, requests } = packed;

  it('is none where one GPU holds every expert', () => {
    const single = communicationOf({ expert: 1 });
    expect(single).toEqual({ gate: { nodesPerToken: 1, gpusPerToken: 1 } });
  });

  it('asks for a dispatch in FP8 and a combine in BF16 of every group at once', () => {
    const group = (first: number) => Array.from({ length: 16 }, (_, i) => first + i);
    const common = {
      groups: [group(0), group(16)],
      tokensPerGpu: TOKENS,
      // Of two nodes that a token may meet, one is its own.
      remoteNodesPerToken: gate.nodesPerToken / 2,
      gpusPerToken: gate.gpusPerToken,
      sms: 20,
    };
    expect(requests).toEqual([
      { ...common, direction: 'dispatch', bytesPerToken: 7392 },
      { ...common, direction: 'combine', bytesPerToken: 14_336 },
    ]);
  });

  it('sends a token once to each remote node, and there to each GPU that wants it', () => {
    expect(packed.copies).toBe('per-node');
    expect(dispatch!.rdmaBytesPerGpu).toBeCloseTo((TOKENS * 7392 * gate.nodesPerToken) / 2, 3);
    expect(dispatch!.nvlinkBytesPerGpu).toBeCloseTo((TOKENS * 7392 * gate.gpusPerToken * 7) / 8, 3);
    expect(combine!.rdmaBytesPerGpu / dispatch!.rdmaBytesPerGpu).toBeCloseTo(14_336 / 7392, 12);
    expect(dispatch).toMatchObject({ seconds: expertAllToAll(fabric, requests![0]).seconds });
    expect(combine).toMatchObject({ seconds: expertAllToAll(fabric, requests![1]).seconds });
  });

  it('sends nothing over the network where each group is one node', () => {
    const local = communicationOf({ expert: 8 });
    expect(local.copies).toBe('per-node');
    expect(local.requests![0].remoteNodesPerToken).toBe(0);
    expect(local.dispatch!.rdmaBytesPerGpu).toBe(0);
    expect(local.dispatch!.nvlinkBytesPerGpu).toBeGreaterThan(0);
  });
});

describe('the four collectives of a layer', () => {
  const { dispatch, combine, collectives } = communicationOf();
  const { alone } = collectives!;

  it('alone move their bytes after a latency, at the load of the fullest node', () => {
    for (const [collective, time] of [
      [alone.dispatchForward, dispatch!],
      [alone.combineForward, combine!],
    ] as const) {
      expect(collective.fixed).toBe(time.latencySeconds);
      expect(collective.fixed + collective.perLoad).toBeCloseTo(time.seconds, 12);
    }
  });

  it('run backward along the same routes: a dispatch for the combine, a combine for the dispatch', () => {
    expect(alone.combineBackward.perLoad).toBe(alone.dispatchForward.perLoad);
    expect(alone.dispatchBackward).toEqual(alone.combineForward);
  });

  it('cast the output gradient to FP8 before it is dispatched: BF16 read, FP8 with scales written', () => {
    const cast = operationSeconds(
      cluster.device,
      {
        kind: 'stream',
        name: 'any',
        section: 'mlp',
        pass: 'backward-input',
        kernel: 'cast',
        kernelPass: 'forward',
        bytes: TOKENS * (14_336 + 7392),
        launches: 1,
      },
      overlapped,
    );
    expect(alone.combineBackward.fixed - alone.dispatchForward.fixed).toBeCloseTo(cast, 12);
    const bf16 = communicationOf({}, { dispatchPrecision: 'bf16' }).collectives!.alone;
    expect(bf16.combineBackward).toEqual(bf16.dispatchForward);
  });

  it('overlapped with computation keep 0.69 of their rate, and their latency', () => {
    expect(OVERLAPPED_EXPERT_RATE.value).toBe(0.69);
    for (const name of [
      'dispatchForward',
      'combineForward',
      'combineBackward',
      'dispatchBackward',
    ] as const) {
      const [quiet, busy] = [alone[name], collectives!.overlapped[name]];
      expect(busy.fixed).toBe(quiet.fixed);
      expect(quiet.perLoad / busy.perLoad).toBeCloseTo(0.69, 12);
    }
  });

  it('lose nothing to computation where the NIC moves tokens by itself', () => {
    const offloaded = communicationOf({}, { sms: 0 });
    expect(offloaded.collectives!.overlapped).toEqual(offloaded.collectives!.alone);
    expect(offloaded.requests!.map(({ sms }) => sms)).toEqual([undefined, undefined]);
  });

  it('take twice as long with half of the SMs that fill the links', () => {
    const half = communicationOf({}, { sms: 10 }).collectives!.alone;
    expect(half.dispatchForward.perLoad / alone.dispatchForward.perLoad).toBeCloseTo(2, 9);
  });
});

describe('groups that share nodes with others', () => {
  const { gate, copies, dispatch, requests, collectives } = placed('spread');
  const perToken = TOKENS * 7392 * gate.gpusPerToken;

  it('send a copy to each GPU: 4 of 16 members on each of 4 nodes', () => {
    expect(copies).toBe('per-gpu');
    expect(requests!.map(({ lowLatency }) => lowLatency)).toEqual([
      { copiesPerToken: gate.gpusPerToken },
      { copiesPerToken: gate.gpusPerToken },
    ]);
    expect(dispatch!.rdmaBytesPerGpu / ((perToken * 12) / 16)).toBeCloseTo(1, 9);
    expect(dispatch!.nvlinkBytesPerGpu / ((perToken * 3) / 16)).toBeGreaterThan(0.999);
  });

  it.each<[string, Partial<ClusterSpec>]>([
    ['NICs', {}],
    [
      'NVLink',
      { nic: { ...cluster.nic, bandwidthGBps: 5000 }, device: { ...cluster.device, pcieGBps: 5000 } },
    ],
    ['PCIe', { device: { ...cluster.device, pcieGBps: 5 } }],
  ])('end when the busiest link does, at the rates that kernels reach: %s', (_, change) => {
    const machine = new Fabric({ ...cluster, ...change });
    for (const sms of [10, 20]) {
      const { requests: asked, dispatch: time } = communicationOf({ placement: 'spread' }, { sms }, machine);
      const account = addExpertMessages(new LinkAccount(machine, 1), asked![0]) as LinkAccount;
      account.settle();
      const { linkClass, tables } = machine.graph;
      const classesOf = (links: Int32Array) => new Set([...links].map((link) => linkClass[link]!));
      const [hosts, nvlinks] = [classesOf(tables.nicUplink), classesOf(tables.gpuNvlink)];
      // Half of the SMs fill half of what a kernel reaches; PCIe is filled by the NIC.
      const rate = (kind: number): number =>
        (sms / 20) ** Number(hosts.has(kind) || nvlinks.has(kind)) *
        (hosts.has(kind)
          ? KERNEL_RDMA_EFFICIENCY.value
          : nvlinks.has(kind)
            ? KERNEL_FORWARD_EFFICIENCY.value
            : 1);
      expect(time!.seconds - time!.latencySeconds).toBeCloseTo(account.busiestSeconds(rate), 12);
      expect(time!.wireGBps).toBeCloseTo(time!.rdmaBytesPerGpu / time!.seconds / 1e9, 9);
    }
    expect(collectives!.alone.dispatchForward.fixed).toBe(dispatch!.latencySeconds);
  });

  it('take twice as long with half of the SMs, and no less with more than fill the links', () => {
    const moving = ({ seconds, latencySeconds }: typeof dispatch & object) => seconds - latencySeconds;
    const spread = { placement: 'spread' } as const;
    const at = (sms: number) => moving(communicationOf(spread, { sms }).dispatch!);
    expect(at(10) / at(20)).toBeCloseTo(2, 9);
    expect(at(40)).toBe(at(20));
    expect(at(0)).toBe(at(20));
  });

  it('wait for the farthest of their members', () => {
    expect(dispatch!.latencySeconds).toBeGreaterThan(
      communicationOf({ expert: 8 }).dispatch!.latencySeconds / 10,
    );
    const latency = Math.max(
      ...requests![0].groups[0]!.slice(1).map((gpu) => fabric.router.route(0, gpu)!.latency),
    );
    const nearest = Math.min(
      ...requests![0].groups[0]!.slice(1).map((gpu) => fabric.router.route(0, gpu)!.latency),
    );
    expect(latency).toBeGreaterThan(nearest);
    expect(dispatch!.latencySeconds).toBe(COLLECTIVE_LAUNCH.value + latency);
  });
});
