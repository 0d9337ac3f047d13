/** Table 3: what network topologies are made of and cost. */
import { type NetworkCost, priceInputs } from '@railyard/cluster';
import { ENGINE_VERSION } from '@railyard/experiments';
import { TABLE_3, type Table3Case } from '../published/paper.js';
import { type Report, type ReportRow, allWithin, reportRow } from '../report.js';

/** Largest difference of a counted part, and of a cost that is printed with two digits and whose prices were fitted. */
const COUNT_TOLERANCE = 0;
const COST_TOLERANCE = 3;

const CLOSED_FORM = 'No such graph is known to exist (q is no prime power): counts are those of its formula.';

/** `costs`: `networkCost` of each network of `NETWORK_COMPARISON`. */
export function table3(costs: Readonly<Record<Table3Case, NetworkCost>>): Report {
  const rows = TABLE_3.flatMap((entry): ReportRow[] => {
    const cost = costs[entry.case];
    const { inventory } = cost;
    const note = inventory.closedForm ? CLOSED_FORM : '';
    const count = (name: 'endpoints' | 'switches' | 'links'): ReportRow =>
      reportRow({ name, unit: 'count', case: entry.case, paper: entry[name], twin: inventory[name], tolerancePct: COUNT_TOLERANCE, note });
    return [
      count('endpoints'), count('switches'), count('links'),
      reportRow({ name: 'cost', unit: 'M$', case: entry.case, paper: entry.costMUSD, twin: cost.costMUSD, kind: 'fitted', tolerancePct: COST_TOLERANCE }),
      reportRow({ name: 'cost per endpoint', unit: 'k$', case: entry.case, paper: entry.costPerEndpointKUSD, twin: cost.costPerEndpointKUSD, kind: 'fitted', tolerancePct: COST_TOLERANCE }),
    ];
  });
  const perEndpoint = (name: Table3Case): string => costs[name].costPerEndpointKUSD.toFixed(2);
  return {
    artifact: 'table3',
    title: 'Table 3: network topologies, 64-port switches',
    engineVersion: ENGINE_VERSION,
    rows,
    inputs: priceInputs(),
    withinTolerance: allWithin(rows),
    conclusion: `A multi-plane two-layer fat tree costs ${perEndpoint('MPFT')} k$ an endpoint, a three-layer one ${perEndpoint('FT3')} k$. Counts are built; costs follow from prices fitted to this table.`,
  };
}
