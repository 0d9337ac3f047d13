/** Contention by hand: one message and one expert group on the links of two nodes. */
import { CLUSTERS, Fabric, LinkAccount, addExpertMessages } from '@railyard/cluster';
import { type ExpertCommunication } from './index.js';
import { expertContention } from './expert-contention.js';

const fabric = new Fabric({
  ...CLUSTERS['h800-2048-mpft'],
  nodes: 2,
  topology: { kind: 'mpft', planes: 8, switchPorts: 16 },
});
const uplink = fabric.graph.tables.nicUplink[0]!;
const RATE = fabric.capacity[uplink]!;
const BYTES = 1e9;

/** A copy of every token to the other node: one message from each NIC to its peer. */
const dispatch = {
  direction: 'dispatch',
  groups: [Array.from({ length: 16 }, (_, gpu) => gpu)],
  tokensPerGpu: 1000,
  bytesPerToken: 1000,
  remoteNodesPerToken: 1,
  gpusPerToken: 0,
} as const;
const EXPERT_BYTES = 1e6;

/** An expert kernel that paces each NIC at a share of its rate. */
function pacedAt(share: number): ExpertCommunication {
  const time = { fixed: 1, perLoad: EXPERT_BYTES / (share * RATE) };
  const four = { dispatchForward: time, combineForward: time, combineBackward: time, dispatchBackward: time };
  return {
    gate: { nodesPerToken: 2, gpusPerToken: 8 },
    requests: [dispatch, { ...dispatch, direction: 'combine' }],
    collectives: { overlapped: four, alone: four },
  };
}
const sends = (count: number): LinkAccount => {
  const account = new LinkAccount(fabric, 1);
  for (let i = 0; i < count; i += 1) account.send(0, 8, BYTES);
  return account.settle();
};

describe('a message concurrent with a paced expert collective', () => {
  it('meets it on one NIC: a message of the experts on each', () => {
    const account = addExpertMessages(new LinkAccount(fabric, 1), dispatch) as LinkAccount;
    account.settle();
    expect([account.bytes[uplink], account.messages[uplink]]).toEqual([EXPERT_BYTES, 1]);
  });

  it.each([0.1, 0.25, 0.5])(
    'takes what the experts leave, up to half of the NIC: they use %f of it',
    (share) => {
      const { seconds, expertSlowdown } = expertContention(pacedAt(share), sends(1));
      expect(seconds).toBeCloseTo(BYTES / (RATE * (1 - share)), 9);
      expect(expertSlowdown).toBeCloseTo(1, 9);
    },
  );

  it.each([0.6, 0.75, 1])(
    'keeps its fair share of a NIC that experts fill: they slow down from %f to half',
    (share) => {
      const { seconds, expertSlowdown } = expertContention(pacedAt(share), sends(1));
      expect(seconds).toBeCloseTo(BYTES / (RATE / 2), 9);
      expect(expertSlowdown).toBeCloseTo(share / 0.5, 9);
    },
  );

  it('has three of four shares when it is three messages', () => {
    const { seconds, expertSlowdown } = expertContention(pacedAt(1), sends(3));
    expect(seconds).toBeCloseTo((3 * BYTES) / (RATE * (3 / 4)), 9);
    expect(expertSlowdown).toBeCloseTo(4, 9);
  });

  it('does not meet experts on links that they leave empty', () => {
    const inNode = new LinkAccount(fabric, 1);
    inNode.send(0, 1, BYTES);
    const { seconds, expertSlowdown } = expertContention(pacedAt(1), inNode.settle());
    const nvlink = fabric.capacity[fabric.graph.tables.gpuNvlink[0]!]!;
    expect(seconds).toBeCloseTo(BYTES / nvlink, 9);
    expect(expertSlowdown).toBe(1);
  });

  it('of no bytes takes no time', () => {
    expect(expertContention(pacedAt(1), new LinkAccount(fabric, 1).settle())).toEqual({
      seconds: 0,
      expertSlowdown: 1,
    });
  });

  it('is the same on another account of the experts: another fabric, or asked again', () => {
    const expert = pacedAt(0.5);
    const first = expertContention(expert, sends(1));
    expect(expertContention(expert, sends(1))).toEqual(first);
    const halved = new Fabric({
      ...fabric.spec,
      nic: { ...fabric.spec.nic, bandwidthGBps: fabric.spec.nic.bandwidthGBps / 2 },
    });
    const slow = new LinkAccount(halved, 1);
    slow.send(0, 8, BYTES);
    // Half of the NIC was all of this one.
    expect(expertContention(expert, slow.settle()).seconds).toBeCloseTo(BYTES / (RATE / 4), 9);
  });
});
