/**
 * The paper's sections 5.1 and 6.1 as one request: the founding job on its multi-plane network as deployed,
 * on one multi-rail fabric, and with ideal multi-port NICs. All three have the same links for a fault to
 * strike, so that they meet the same faults.
 */
import { entryOf } from '@railyard/base';
import { type ClusterSpec, CLUSTERS } from '@railyard/cluster';
import { WORKLOADS } from '@railyard/parallelism';
import { DEFAULT_POLICY, type FleetShape, type RobustnessRequest, defaultSpares } from '@railyard/replay';
import { JobOnMachine } from '../job/index.js';
import { fleetOf } from './fleet-of.js';
import { TwinMachine } from './twin-machine.js';

/**
 * Productive days of the DeepSeek-V3 run: 14.8T tokens at 272.8B a day (DeepSeek-V3 report, arXiv 2412.19437;
 * the seed's table 4).
 */
const PRODUCTIVE_DAYS = 54.25;

/**
 * One NIC port of 400G as eight of 50G, one on each plane, on the same switches: bandwidth, leaves and spines
 * are those of the deployed network.
 */
export function idealNics(deployed: ClusterSpec): ClusterSpec {
  const { topology } = deployed;
  if (topology.kind !== 'mpft') return deployed;
  const { planes, switchPorts } = topology;
  return {
    ...deployed,
    name: `${deployed.name}-ideal`,
    topology: { kind: 'multi-port-mpft', planes, switchPorts: switchPorts * planes },
  };
}

export function robustnessRequest(replicas: number, seed = 1): RobustnessRequest {
  const workload = entryOf(WORKLOADS, 'deepseek-v3');
  const on = (cluster: ClusterSpec, links?: FleetShape) => {
    const job = new JobOnMachine({ cluster, workload, seed });
    const counted = { spareNodes: defaultSpares(cluster.nodes), dataReplicas: 1 };
    const fleet = links ?? fleetOf(job.graph, counted);
    return { fleet, machine: new TwinMachine(job, fleet) };
  };
  const mpft = entryOf(CLUSTERS, 'h800-2048-mpft');
  const deployed = on(mpft);
  return {
    deployed: {
      ...deployed,
      policy: DEFAULT_POLICY,
      horizon: { kind: 'productive', days: PRODUCTIVE_DAYS },
      seed,
    },
    singleFabric: on(entryOf(CLUSTERS, 'h800-2048-mrft')),
    // A link of the deployed machine is as many ports of the ideal one as have its bandwidth.
    multiPort: on(idealNics(mpft), deployed.fleet),
    replicas,
  };
}
