/**
 * An all-to-all of 256 GPUs on tapered, hashed and damaged networks: what links carry gives its time, and the
 * flows of all 65,280 messages must end then.
 */
import {
  capacityUnder,
  type ClusterSpec,
  CLUSTERS,
  Exchange,
  Fabric,
  LinkAccount,
  parseFault,
  type RoutingPolicy,
  simulateFlows,
  type TopologySpec,
  Traffic,
} from '@railyard/cluster';
import { entryOf } from '@railyard/base';

const GPUS = 256;
const BYTES = 1e6;
const RAILS: TopologySpec = { kind: 'rail-optimized', layers: 2, switchPorts: 24, oversubscription: 2 };
const TREE: TopologySpec = { kind: 'fat-tree', layers: 2, switchPorts: 64, oversubscription: 2 };

function fabricOf(topology: TopologySpec, routing: RoutingPolicy, faults: readonly string[]): Fabric {
  const spec: ClusterSpec = {
    ...entryOf(CLUSTERS, 'h800-2048-mpft'),
    name: 'tapered',
    nodes: GPUS / 8,
    topology,
    routing,
    pxn: topology.kind === 'rail-optimized',
  };
  const whole = new Fabric(spec);
  return whole.withCapacity(capacityUnder(whole.graph, faults.map(parseFault)));
}

/** Every message, sent one by one. */
function everyMessage<T extends Traffic>(traffic: T): T {
  for (let from = 0; from < GPUS; from += 1)
    for (let to = 0; to < GPUS; to += 1) if (from !== to) traffic.send(from, to, BYTES);
  return traffic;
}

// A tree without rails has nodes under one leaf alone: there a leaf is slower, and a spine is down.
describe.each([
  ['rails, whole', RAILS, []],
  ['rails, one leaf down', RAILS, ['leaf:0']],
  ['tree, whole', TREE, []],
  ['tree, one spine down and one leaf at half its rate', TREE, ['spine:1', 'leaf:2=0.5']],
] as const)('an all-to-all of 256 GPUs, 2:1, %s', (_, topology, faults) => {
  it.each(['adaptive', 'ecmp', 'static'] as const)('%s: ends when its flows do', (routing) => {
    const fabric = fabricOf(topology, routing, faults);
    const exchange = new Exchange(
      fabric,
      Array.from({ length: GPUS }, (__, gpu) => gpu),
    );
    const { flows } = everyMessage(new Traffic(fabric, { everyHop: true })).build();
    const { makespan, finish } = simulateFlows(flows);
    expect(finish).toHaveLength(GPUS * (GPUS - 1));
    expect((exchange.busiest().seconds * BYTES) / makespan).toBeCloseTo(1, 9);
    const account = everyMessage(new LinkAccount(fabric, 1)).settle();
    const total = account.totals();
    expect(account.largestLoss(total)).toBeLessThan(1e-9);
    for (let link = 0; link < total.length; link += 1) {
      const bytes = total[link] ?? 0;
      if (Math.abs((exchange.loads[link] ?? 0) * BYTES - bytes) > 1e-9 * bytes + 1)
        throw new Error(`link ${link} carries ${bytes}`);
      if (bytes > (fabric.capacity[link] ?? 0) * makespan * (1 + 1e-9))
        throw new Error(`link ${link} is full`);
    }
  });
});
