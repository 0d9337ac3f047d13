/**
 * Whether a network given as tables can be built: ports of every switch, one connected whole, a place for
 * every node.
 */
import { type IssueList } from '@railyard/base';
import { type CabledTopology, type ClusterSpec } from '../definition/index.js';
import { cabledNodes } from '../topology/index.js';
import { positiveRate, wholeNumber } from './range-checks.js';

export function checkCabled(
  spec: ClusterSpec | undefined,
  topology: CabledTopology,
  issues: IssueList,
): void {
  const sound = [...checkEach(topology, issues)].every(Boolean);
  if (!sound) return;
  checkConnected(topology, issues);
  if (spec === undefined) return;
  const nodes = cabledNodes(topology);
  const placed = issues
    .at('hosts')
    .require(
      nodes === spec.nodes,
      'does-not-add-up',
      `hosts must attach the ${spec.nodes} nodes of the cluster (got ${nodes}).`,
      `Use nodes: ${nodes}, or attach the others.`,
    );
  if (placed) checkPorts(spec, topology, issues);
}

/** Values of each row; all rows are looked at. */
function* checkEach({ cables, hosts }: CabledTopology, issues: IssueList): Generator<boolean> {
  yield issues
    .at('hosts')
    .require(
      hosts.length > 0,
      'too-few',
      'hosts must have at least one row (got none).',
      'Add `{nodes: 1, switches: [leaf1]}`.',
    );
  for (const [row, { nodes, switches }] of hosts.entries()) {
    const at = issues.at('hosts').at(row);
    yield wholeNumber(nodes, at.at('nodes'));
    yield at
      .at('switches')
      .require(
        switches.length > 0,
        'too-few',
        'switches must name at least one switch (got none).',
        'Add the switch of each NIC.',
      );
  }
  for (const [row, { from, to, count, bandwidthGBps }] of cables.entries()) {
    const at = issues.at('cables').at(row);
    yield count === undefined || wholeNumber(count, at.at('count'));
    yield bandwidthGBps === undefined || positiveRate(bandwidthGBps, at.at('bandwidthGBps'));
    yield at
      .at('to')
      .require(
        from !== to,
        'self-cable',
        `to must be another switch than from (got ${to}).`,
        'Correct one of them.',
      );
  }
}

function checkPorts(spec: ClusterSpec, topology: CabledTopology, issues: IssueList): void {
  const used = new Map<string, number>();
  const take = (name: string, ports: number): void => void used.set(name, (used.get(name) ?? 0) + ports);
  for (const { from, to, count = 1 } of topology.cables) for (const end of [from, to]) take(end, count);
  for (const { nodes, switches } of topology.hosts)
    for (let nic = 0; nic < spec.nic.perNode; nic += 1) take(switches[nic % switches.length] ?? '', nodes);
  const fullest = [...used].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0]);
  issues
    .at('switchPorts')
    .require(
      fullest[1] <= topology.switchPorts,
      'ports-exceeded',
      `switchPorts must be at least the ${fullest[1]} that ${fullest[0]} uses (got ${topology.switchPorts}).`,
      'Use switches with more ports, or fewer cables.',
    );
}

/** Every switch with NICs is reached from the first. */
function checkConnected({ cables, hosts }: CabledTopology, issues: IssueList): void {
  const next = new Map<string, string[]>();
  for (const { from, to } of cables)
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const) {
      const known = next.get(a);
      if (known === undefined) next.set(a, [b]);
      else known.push(b);
    }
  const attached = hosts.flatMap(({ switches }) => switches);
  const reached = new Set(attached.slice(0, 1));
  for (const name of reached) for (const other of next.get(name) ?? []) reached.add(other);
  const lost = attached.find((name) => !reached.has(name));
  issues
    .at('cables')
    .require(
      lost === undefined,
      'disconnected',
      `cables must join all switches that have NICs (${lost} is not reached from ${attached[0]}).`,
      'Add the cables between them.',
    );
}
