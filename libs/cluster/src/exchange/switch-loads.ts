/**
 * What links between switches carry of messages between every two GPUs, by how the network routes them.
 * Spraying depends on nothing but the two switches, tables on the first switch and the last port, and a hash
 * on both ports: messages are added up as far as that allows.
 */
import { assertUnreachable } from '@railyard/base';
import { NetworkPaths, Sprays, type SwitchPaths, hashedPaths } from '../routing/index.js';
import { type Fabric } from '../traffic/index.js';
import { HashedFlows } from './hashed-flows.js';
import { type PortsOfKinds } from './leaf-pairs.js';
import { type KindPair } from './port-pairs.js';

/** Beyond so many pairs of ports their hashes are drawn by number, not computed one by one. */
export const HASHED_ONE_BY_ONE = 5_000_000;

export interface Ways {
  readonly fabric: Fabric;
  readonly paths: SwitchPaths;
  readonly ports: PortsOfKinds;
  readonly pairs: readonly KindPair[];
}

/** Adds to `loads` [links]; true where hashes were drawn. */
export function addSwitchLoads(ways: Ways, loads: Float64Array): boolean {
  switch (ways.fabric.routing) {
    case 'adaptive':
      sprayed(ways, loads);
      return false;
    case 'static':
      byTables(ways, loads);
      return false;
    case 'ecmp': {
      const { routerOptions } = ways.fabric;
      const headerValues = hashedPaths(routerOptions);
      if (portPairs(ways) * headerValues > HASHED_ONE_BY_ONE) {
        hashedFlows(ways).draw(routerOptions.seed ?? 0, -1, loads);
        return true;
      }
      hashed(ways, headerValues, loads);
      return false;
    }
    default:
      return assertUnreachable(ways.fabric.routing);
  }
}

/** All that ECMP hashes, to be drawn. */
export function hashedFlows({ fabric, paths, ports, pairs }: Ways): HashedFlows {
  const flows = new HashedFlows(paths, hashedPaths(fabric.routerOptions));
  ports.forEachLeafPair(pairs, (from, to, count, messages) => flows.add(from, to, count, messages));
  return flows;
}

function portPairs({ ports, pairs }: Ways): number {
  let count = 0;
  ports.forEachLeafPair(pairs, (_from, _to, flows) => (count += flows));
  return count;
}

function sprayed({ fabric, paths, ports, pairs }: Ways, loads: Float64Array): void {
  const sprays = new Sprays(paths);
  const byTarget = new Map<number, Float64Array>();
  ports.forEachLeafPair(pairs, (from, to, flows, messages) => {
    let inflow = byTarget.get(to);
    if (inflow === undefined) {
      inflow = new Float64Array(paths.count);
      byTarget.set(to, inflow);
    }
    inflow[from - paths.first] += flows * messages;
  });
  const between = new Float64Array(fabric.graph.linkCount);
  for (const [to, inflow] of byTarget) sprays.pour(to, inflow, between);
  for (let link = 0; link < between.length; link += 1) loads[link] += between[link];
}

function byTables({ fabric, ports, pairs }: Ways, loads: Float64Array): void {
  const { graph, capacity, routerOptions } = fabric;
  const network = new NetworkPaths(graph, capacity, routerOptions);
  const bySource = new Map<number, Float64Array>();
  for (const { from, to, ports: shares } of pairs)
    for (const { fromPort, toPort, messages } of shares)
      for (const [at, senders] of ports.bySwitch(from, fromPort)) {
        const toPorts = bySource.get(at) ?? new Float64Array(graph.tables.nicSwitch.length);
        bySource.set(at, toPorts);
        const own = from === to ? new Set(senders) : undefined;
        for (const node of to.nodes)
          toPorts[ports.portOf(node, toPort)] +=
            messages * (senders.length - Number(own?.has(node) ?? false));
      }
  for (const [at, toPorts] of bySource)
    toPorts.forEach((messages, port) => {
      if (messages > 0 && graph.tables.nicSwitch[port] !== at)
        network.byTable(at, port, (link) => (loads[link] += messages));
    });
}

function hashed({ fabric, ports, pairs }: Ways, headerValues: number, loads: Float64Array): void {
  const { graph, capacity, routerOptions } = fabric;
  const { portsPerNic } = graph.shape;
  const network = new NetworkPaths(graph, capacity, routerOptions);
  let part = 0;
  const take = (link: number): void => {
    loads[link] += part;
  };
  for (const { from, to, ports: shares } of pairs)
    for (const { fromPort, toPort, messages } of shares) {
      part = messages / headerValues;
      for (const [at, senders] of ports.bySwitch(from, fromPort))
        for (const [target, receivers] of ports.bySwitch(to, toPort)) {
          if (at === target) continue;
          for (const sender of senders)
            for (const receiver of receivers) {
              if (sender === receiver) continue;
              const source = Math.floor(ports.portOf(sender, fromPort) / portsPerNic);
              const destination = Math.floor(ports.portOf(receiver, toPort) / portsPerNic);
              for (let value = 0; value < headerValues; value += 1)
                network.byHash(source, destination, at, target, value, take);
            }
        }
    }
}
