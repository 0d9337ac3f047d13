/** Whether the ports of a leaf divide between NICs and spines as a definition says. */
import { type IssueList } from '@railyard/base';
import { type TreeSwitches } from '../definition/index.js';
import { type ClosTopology } from '../topology/index.js';
import { positiveRate, wholeNumber } from './range-checks.js';

/** Leaves need ports both ways, spines of three layers half of them. */
export function checkLeafPorts(topology: ClosTopology, issues: IssueList): boolean {
  if (topology.kind === 'rail-only') return true;
  const { leafDownlinks, leafUplinks, nicsPerPort, uplinkGBps } = topology;
  const counted = (['leafDownlinks', 'leafUplinks', 'nicsPerPort'] as const).every((key) => {
    const value = { leafDownlinks, leafUplinks, nicsPerPort }[key];
    return value === undefined || wholeNumber(value, issues.at(key));
  });
  const rated = uplinkGBps === undefined || positiveRate(uplinkGBps, issues.at('uplinkGBps'));
  return (
    checkHalves(topology, issues) &&
    counted &&
    rated &&
    checkRatio(topology, issues) &&
    checkBothWays(topology, issues)
  );
}

/** Ports are halved where nothing says how many go which way. */
function checkHalves(topology: Exclude<ClosTopology, { kind: 'rail-only' }>, issues: IssueList): boolean {
  const { switchPorts, leafDownlinks, leafUplinks, oversubscription } = topology;
  const leaf = (leafDownlinks ?? leafUplinks ?? oversubscription) === undefined;
  const pods = 'layers' in topology && topology.layers === 3 && topology.podLeaves === undefined;
  if (!leaf && !pods) return true;
  const halves = leaf ? ['NICs', 'spines'] : ['leaves', 'cores'];
  return issues
    .at('switchPorts')
    .require(
      switchPorts % 2 === 0,
      'does-not-divide',
      `switchPorts must be even, half for ${halves[0]} and half for ${halves[1]} (got ${switchPorts}).`,
      'Use an even number of ports.',
    );
}

function checkRatio({ oversubscription, leafUplinks }: TreeSwitches, issues: IssueList): boolean {
  if (oversubscription === undefined) return true;
  const at = issues.at('oversubscription');
  return (
    at.require(
      oversubscription >= 1 && oversubscription <= 64,
      'out-of-range',
      `oversubscription must be 1 to 64, a leaf's rate of NICs over that of its uplinks (got ` +
        `${oversubscription}).`,
      'Use 2 for 2:1.',
    ) &&
    at.require(
      leafUplinks === undefined,
      'conflict',
      `oversubscription must be given without leafUplinks, which follows from it (got ${oversubscription}).`,
      'Remove one of them.',
    )
  );
}

function checkBothWays(topology: TreeSwitches, issues: IssueList): boolean {
  const { switchPorts, leafDownlinks, leafUplinks } = topology;
  const downOk =
    leafDownlinks === undefined ||
    issues
      .at('leafDownlinks')
      .require(
        leafDownlinks < switchPorts,
        'disconnected',
        `leafDownlinks must be below switchPorts = ${switchPorts} (got ${leafDownlinks}).`,
        'Leave ports for uplinks to spines.',
      );
  if (!downOk || leafUplinks === undefined) return downOk;
  return issues
    .at('leafUplinks')
    .require(
      leafUplinks + (leafDownlinks ?? 1) <= switchPorts,
      'ports-exceeded',
      `Ports of a leaf, leafDownlinks and leafUplinks, must be at most switchPorts = ${switchPorts} (got ` +
        `${leafDownlinks ?? 1} + ${leafUplinks}).`,
      'Use fewer of either.',
    );
}
