import { type Issue, IssueList } from '@railyard/base';
import { CLUSTERS } from '../presets/index.js';
import { type ClusterSpec } from '../definition/index.js';
import { addSends, expertAllToAll } from '../collectives/index.js';
import { Fabric, Traffic } from '../traffic/index.js';
import { simulateFlows } from '../flows/index.js';
import { capacityUnder, checkFaults, type FabricFault, linksOf, parseFault } from './fabric-fault.js';
import { alongLegs, checkFlaps, transfersUnderFlaps, parseFlap } from './flaps.js';

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);
const MPFT = CLUSTERS['h800-2048-mpft'];
const MRFT = CLUSTERS['h800-2048-mrft'];
/**
 * Figure 4 with eight planes, so that it compares with the deployed network: 64-port 400G switches are 512
 * ports of 50G.
 */
const IDEAL: ClusterSpec = {
  ...MPFT,
  name: 'ideal',
  topology: { kind: 'multi-port-mpft', planes: 8, switchPorts: 512 },
};

const fabricUnder = (spec: ClusterSpec, ...elements: string[]): Fabric => {
  const healthy = new Fabric(spec);
  return new Fabric(spec, {
    graph: healthy.graph,
    capacity: capacityUnder(healthy.graph, elements.map(parseFault)),
  });
};

/** Every GPU sends to the one on its rail half a cluster away: all NICs busy, all of it across leaves. */
const pairs = range(0, 2048).map((gpu) => [gpu, (gpu + 1024) % 2048] as const);
const BYTES = 1e9;

/** [GPUs] seconds at which each GPU's message is all there. */
function permutation(fabric: Fabric): Float64Array {
  return simulateFlows(addSends(new Traffic(fabric), { pairs, bytes: BYTES }).build().flows).finish;
}

const nodesAt = (finish: Float64Array, seconds: number): Set<number> => {
  const nodes = new Set<number>();
  finish.forEach((end, gpu) => {
    if (Math.abs(end / seconds - 1) < 1e-9) nodes.add(Math.floor(gpu / 8));
  });
  return nodes;
};
const slowest = (finish: Float64Array): number => finish.reduce((last, end) => Math.max(last, end), 0);
const HEALTHY = BYTES / 48.5e9;
const exactly = (value: number, expected: number) =>
  expect(Math.abs(value / expected - 1)).toBeLessThan(1e-9);

describe('closed forms of one failed element (failures.md section 4)', () => {
  it('nothing failed: every message takes the time of a NIC', () => {
    for (const spec of [MPFT, MRFT]) for (const end of permutation(fabricUnder(spec))) exactly(end, HEALTHY);
  });

  it.each([
    ['MPFT', MPFT],
    ['MRFT', MRFT],
  ])('one host link on %s: 8/7 on that node', (_name, spec) => {
    const finish = permutation(fabricUnder(spec, 'node:5/nic:3'));
    exactly(slowest(finish), (HEALTHY * 8) / 7);
    expect([...nodesAt(finish, (HEALTHY * 8) / 7)].sort((a, b) => a - b)).toEqual([5, 133]);
  });

  it.each([
    ['MPFT', MPFT],
    ['MRFT', MRFT],
  ])('one leaf on %s: 8/7 for 32 nodes', (_name, spec) => {
    const finish = permutation(fabricUnder(spec, 'leaf:1'));
    exactly(slowest(finish), (HEALTHY * 8) / 7);
    // Who sends from the 32 nodes, and who sends to them.
    expect(nodesAt(finish, (HEALTHY * 8) / 7).size).toBe(64);
  });

  it('one spine on MPFT: 4/3 in that plane, other planes unaffected bit for bit', () => {
    const before = permutation(fabricUnder(MPFT));
    const finish = permutation(fabricUnder(MPFT, 'plane:2/spine:1'));
    exactly(slowest(finish), (HEALTHY * 4) / 3);
    finish.forEach((end, gpu) => {
      if (gpu % 8 === 2) exactly(end, (HEALTHY * 4) / 3);
      else expect(end).toBe(before[gpu]);
    });
  });

  it('one spine on MRFT: 32/31', () => {
    exactly(slowest(permutation(fabricUnder(MRFT, 'spine:7'))), (HEALTHY * 32) / 31);
  });

  it('half of one spine: what it has left counts', () => {
    exactly(slowest(permutation(fabricUnder(MRFT, 'spine:7=0.5'))), (HEALTHY * 32) / 31.5);
    exactly(slowest(permutation(fabricUnder(MPFT, 'plane:2/spine:1=0.5'))), (HEALTHY * 4) / 3.5);
  });

  it('one plane on MPFT: 8/7 everywhere', () => {
    for (const end of permutation(fabricUnder(MPFT, 'plane:6'))) exactly(end, (HEALTHY * 8) / 7);
  });

  it.each([
    ['plane:2/spine:1', 8 / 7.75],
    ['plane:2/spine:1=0.5', 8 / 7.875],
    ['plane:2', 8 / 7],
  ])('%s with the ideal NIC: traffic rebalanced over planes', (element, factor) => {
    exactly(slowest(permutation(fabricUnder(IDEAL, element))), HEALTHY * factor);
  });

  it.each([
    ['node:5/nic:3>plane:2/leaf:0', 8 / 7],
    ['plane:2/leaf:0', 8 / 7],
    ['plane:2/leaf:0-plane:2/spine:1=0.5', 8 / 7.875],
  ])('%s with the ideal NIC', (element, factor) => {
    exactly(slowest(permutation(fabricUnder(IDEAL, element))), HEALTHY * factor);
  });

  it('a degraded link counts for what it has left', () => {
    exactly(slowest(permutation(fabricUnder(MPFT, 'node:5/nic:3=0.5'))), HEALTHY * 2);
  });

  it('slows expert all-to-all to its slowest member', () => {
    const request = {
      direction: 'dispatch' as const,
      groups: [range(0, 64)],
      tokensPerGpu: 4096,
      bytesPerToken: 7392,
      remoteNodesPerToken: 3.47,
      gpusPerToken: 2,
    };
    const healthy = expertAllToAll(fabricUnder(MPFT), request);
    const failed = expertAllToAll(fabricUnder(MPFT, 'node:3/nic:1'), request);
    expect((failed.seconds - failed.latencySeconds) / (healthy.seconds - healthy.latencySeconds)).toBeCloseTo(
      8 / 7,
      2,
    );
  });
});

describe('flaps', () => {
  const fabric = fabricUnder(MPFT);
  const messages = range(0, 16).map((gpu) => alongLegs([{ from: gpu, to: gpu + 16 }], BYTES));
  const flap = {
    element: 'node:0/nic:2',
    remaining: 0,
    startSeconds: HEALTHY / 4,
    durationSeconds: HEALTHY / 2,
  };

  it('cost what is left to the end without them', () => {
    exactly(transfersUnderFlaps(fabric, messages, [], { rerouteSeconds: Infinity }).seconds, HEALTHY);
  });

  it('cost their own duration when nobody reroutes', () => {
    const outcome = transfersUnderFlaps(fabric, messages, [flap], { rerouteSeconds: Infinity });
    exactly(outcome.finish[2], HEALTHY * 1.5);
    exactly(outcome.longestStallSeconds, HEALTHY / 2);
    for (const gpu of [0, 1, 3, 7, 9]) exactly(outcome.finish[gpu], HEALTHY);
  });

  it('cost the detection and 8/7 while the other NICs carry the messages', () => {
    const detect = HEALTHY / 100;
    const outcome = transfersUnderFlaps(fabric, messages, [{ ...flap, durationSeconds: 10 * HEALTHY }], {
      rerouteSeconds: detect,
    });
    // Seven NICs carry their own messages and a seventh of the stranded one each; what that one lacks in the
    // end goes at NVLink's rate.
    exactly(
      outcome.seconds,
      HEALTHY / 4 + detect + ((0.75 * HEALTHY - detect) * 8) / 7 + (detect * 48.5) / 160,
    );
    exactly(outcome.longestStallSeconds, detect);
  });

  it('hold a pipeline by any of its legs, until that one has another way', () => {
    const legs = range(0, 4).map((node) => ({ from: 8 * node + 2, to: 8 * ((node + 1) % 4) + 2 }));
    const ring = [alongLegs(legs, BYTES)];
    for (const node of range(0, 4)) {
      const outcome = transfersUnderFlaps(fabric, ring, [{ ...flap, element: `node:${node}/nic:2` }], {
        rerouteSeconds: Infinity,
      });
      exactly(outcome.seconds, HEALTHY * 1.5);
      exactly(outcome.longestStallSeconds, HEALTHY / 2);
    }
    // Another way is there: the seven NICs that are idle, so that the ring's other legs bound it.
    const leaves = transfersUnderFlaps(fabric, ring, [{ ...flap, durationSeconds: 10 * HEALTHY }], {
      rerouteSeconds: HEALTHY / 8,
    });
    exactly(leaves.seconds, HEALTHY * 1.125);
    exactly(leaves.longestStallSeconds, HEALTHY / 8);
  });

  it('leave a leg at half its rate in use: the pipeline goes at half its rate meanwhile', () => {
    const legs = [
      { from: 2, to: 10 },
      { from: 10, to: 18 },
    ];
    const outcome = transfersUnderFlaps(fabric, [alongLegs(legs, BYTES)], [{ ...flap, remaining: 0.5 }], {
      rerouteSeconds: Infinity,
    });
    exactly(outcome.seconds, HEALTHY * 1.25);
    expect(outcome.longestStallSeconds).toBe(0);
  });

  it('let who is cut off wait on the way that there was, whatever was to be noticed', () => {
    const isolated = range(0, 8).map((nic) => ({
      element: `node:0/nic:${nic}`,
      remaining: 0,
      startSeconds: HEALTHY / 2,
      durationSeconds: HEALTHY,
    }));
    const outcome = transfersUnderFlaps(fabric, messages, isolated, { rerouteSeconds: HEALTHY / 10 });
    exactly(outcome.seconds, 2 * HEALTHY);
    exactly(outcome.longestStallSeconds, HEALTHY);
  });

  it('add to what has failed for good', () => {
    const lost = fabricUnder(MPFT, 'node:0/nic:5');
    exactly(transfersUnderFlaps(lost, messages, [], { rerouteSeconds: Infinity }).seconds, (HEALTHY * 8) / 7);
    const flapped = transfersUnderFlaps(
      lost,
      messages,
      [{ ...flap, startSeconds: 0, durationSeconds: 10 * HEALTHY }],
      { rerouteSeconds: 0 },
    );
    exactly(flapped.seconds, (HEALTHY * 8) / 6);
  });

  it('never end when the only way stays down', () => {
    const isolated = range(0, 8).map((nic) => ({
      element: `node:0/nic:${nic}`,
      remaining: 0,
      startSeconds: 0,
      durationSeconds: Infinity,
    }));
    expect(transfersUnderFlaps(fabric, messages, isolated, { rerouteSeconds: Infinity }).finish[0]).toBe(
      Infinity,
    );
  });
});

describe('flaps as text', () => {
  const { graph } = new Fabric(MPFT);
  const issuesOf = (text: string): readonly string[] => {
    const issues = new IssueList();
    checkFlaps(graph, [parseFlap(text)], issues);
    return issues.issues.map(({ code }) => code);
  };

  it('say what, from when on and for how long', () => {
    expect(parseFlap('node:0/nic:2@0.01+3')).toEqual({
      element: 'node:0/nic:2',
      remaining: 0,
      startSeconds: 0.01,
      durationSeconds: 3,
    });
    expect(parseFlap('leaf:3@1e2+1e3')).toEqual({
      element: 'leaf:3',
      remaining: 0,
      startSeconds: 100,
      durationSeconds: 1000,
    });
    expect(parseFlap('leaf:3=0.5@0+1e-3')).toEqual({
      element: 'leaf:3',
      remaining: 0.5,
      startSeconds: 0,
      durationSeconds: 0.001,
    });
    expect(issuesOf('leaf:3=0.5@0+1e-3')).toEqual([]);
  });

  it.each([
    ['leaf:3', ['no-time']],
    ['leaf:3@1', ['no-time']],
    ['leaf:3@+1', ['no-time']],
    ['leaf:3@1+0', ['no-time']],
    ['leaf:3@-1+2', ['no-time']],
    ['leaf:3@1+2+3', ['no-time']],
    ['leaf:3@0x1+2', ['no-time']],
    ['@1+2', ['unknown-element']],
    ['leaf:999=2@1+2', ['unknown-element', 'out-of-range']],
  ])('%s is refused', (text, codes) => {
    expect(issuesOf(text)).toEqual(codes);
  });
});

describe('names of faults', () => {
  const { graph } = new Fabric(MPFT);
  const issuesOf = (faults: readonly FabricFault[]): readonly Issue[] => {
    const issues = new IssueList();
    checkFaults(graph, faults, issues);
    return issues.issues;
  };

  it('take all links of a switch or NIC with them', () => {
    expect(linksOf(graph, 'node:5/nic:3').size).toBe(4);
    expect(linksOf(graph, 'plane:2/spine:1').size).toBe(128);
    expect(linksOf(graph, 'nowhere:1').size).toBe(0);
  });

  it.each([
    [['leaf:3=0.5', 'leaf:3=0.5'], ['duplicate']],
    [['plane:0/leaf:3', 'leaf:4', 'plane:0/leaf:3=0.5'], ['duplicate']],
    [['leaf:3', 'leaf:4'], []],
    [
      ['nowhere:1', 'nowhere:1'],
      ['unknown-element', 'unknown-element'],
    ],
  ])('%j: a part is named once', (names, codes) => {
    expect(issuesOf(names.map(parseFault)).map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    'leaf:3=',
    'leaf:3= 0.5',
    'leaf:3=0x1',
    'leaf:3=half',
    'leaf:3=-1',
    'leaf:3=NaN',
    'leaf:3=1e-320',
  ])('refuse %s: what is left must be a number', (text) => {
    expect(issuesOf([parseFault(text)]).map(({ code }) => code)).toEqual(['out-of-range']);
  });

  it.each([
    ['leaf:3', 0],
    ['leaf:3=0', 0],
    ['leaf:3=.5', 0.5],
    ['leaf:3=0.25', 0.25],
    ['leaf:3=1e-3', 1e-3],
  ])('read %s', (text, remaining) => {
    expect(parseFault(text)).toEqual({ element: 'leaf:3', remaining });
    expect(issuesOf([parseFault(text)])).toEqual([]);
  });

  it('are checked, all at once', () => {
    const issues = issuesOf([parseFault('leaf:900'), parseFault('leaf:3=1.5'), parseFault('leaf:4')]);
    expect(issues.map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/0 unknown-element',
      '/1 out-of-range',
    ]);
    expect(issues[0].hint).toContain('leaf:3');
  });
});
