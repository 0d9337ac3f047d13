/**
 * Nodes of a group by kind. Routes between GPUs of two nodes take the same NICs, in the same parts, and the
 * same links inside the nodes, as long as the nodes are of the same two kinds: the same GPUs are members, the
 * same ports are up, and the switches behind these ports reach, and are reached by, the same others. A NIC of
 * several ports divides messages by what each plane has left, so on a damaged fabric its nodes are of one
 * kind only if their rates and switches, too, are the same.
 */
import { type SwitchPaths } from '../routing/index.js';
import { type Fabric } from '../traffic/index.js';

export interface NodeKind {
  /** Ascending. */
  readonly nodes: readonly number[];
  /** Positions of the members in each of them, ascending. */
  readonly places: readonly number[];
}

export function nodeKinds(fabric: Fabric, group: readonly number[], paths: SwitchPaths): readonly NodeKind[] {
  const { graph } = fabric;
  const places = new Map<number, number[]>();
  for (const gpu of group) {
    const node = graph.nodeOfGpu(gpu);
    const members = places.get(node);
    if (members === undefined) places.set(node, [graph.placeOfGpu(gpu)]);
    else members.push(graph.placeOfGpu(gpu));
  }
  const state = stateOfPorts(fabric, paths);
  const kinds = new Map<string, { readonly nodes: number[]; readonly places: readonly number[] }>();
  for (const [node, members] of [...places].sort((a, b) => a[0] - b[0])) {
    members.sort((a, b) => a - b);
    const key = `${members.join(',')} ${state(node)}`;
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, { nodes: [node], places: members });
    else kind.nodes.push(node);
  }
  return [...kinds.values()];
}

/** What routing sees of the ports of a node, as text. */
function stateOfPorts(fabric: Fabric, paths: SwitchPaths): (node: number) => string {
  const { graph, capacity, healthy } = fabric;
  const { nicPcie, nicUplink, nicSwitch } = graph.tables;
  const { nicsPerNode, portsPerNic } = graph.shape;
  const reach = reachOfSwitches(fabric, paths);
  const up = (link: number): boolean => capacity[link] > 0 && capacity[link ^ 1] > 0;
  const ofPort = (port: number): string => {
    const link = nicUplink[port];
    if (portsPerNic > 1 && !healthy) return `${nicSwitch[port]}:${capacity[link]}:${capacity[link ^ 1]}`;
    const [out, back] = [capacity[link] > 0, capacity[link ^ 1] > 0];
    return `${reach.get(nicSwitch[port])}${out ? 'o' : ''}${back ? 'i' : ''}`;
  };
  return (node) => {
    const parts: string[] = [];
    for (let nic = node * nicsPerNode; nic < (node + 1) * nicsPerNode; nic += 1) {
      parts.push(up(nicPcie[nic]) ? '+' : '-');
      for (let port = nic * portsPerNic; port < (nic + 1) * portsPerNic; port += 1) parts.push(ofPort(port));
    }
    return parts.join(' ');
  };
}

/** Of each switch with NICs: a number that those share which reach the same, and are reached by the same. */
function reachOfSwitches({ graph, healthy }: Fabric, paths: SwitchPaths): ReadonlyMap<number, number> {
  const switches = [...new Set(graph.tables.nicSwitch)];
  // As built, the switches of one plane reach each other.
  if (healthy) return new Map(switches.map((at) => [at, graph.vertexPlane[at]]));
  const numbers = new Map<string, number>();
  return new Map(
    switches.map((at) => {
      const key = switches
        .map(
          (to) =>
            Number(paths.distance(at, to) !== undefined) + 2 * Number(paths.distance(to, at) !== undefined),
        )
        .join('');
      if (!numbers.has(key)) numbers.set(key, numbers.size);
      return [at, numbers.get(key) ?? 0] as const;
    }),
  );
}
