/** Table 3: what network topologies are made of and cost. */
import { areFitted, type NetworkCost, priceInputs, type PriceList, TABLE_3_PRICES } from '@railyard/cluster';
import { ENGINE_VERSION } from '@railyard/experiments';
import { TABLE_3, type Table3Case } from '../published/index.js';
import { type Report, type ReportRow, allWithin, reportRow } from '../report.js';

type Entry = (typeof TABLE_3)[number];

/**
 * Largest difference of a counted part, and of a cost that is printed with two digits and whose prices were
 * fitted.
 */
const COUNT_TOLERANCE = 0;
const COST_TOLERANCE = 3;

const CLOSED_FORM = 'No such graph is known to exist (q is no prime power): counts are those of its formula.';

/**
 * `costs`: `networkCost` of each network of `NETWORK_COMPARISON`, at `prices`. Only costs at the fitted
 * prices are judged by the table's.
 */
export function table3(
  costs: Readonly<Record<Table3Case, NetworkCost>>,
  prices: PriceList = TABLE_3_PRICES,
): Report {
  const rows = TABLE_3.flatMap((entry) => [
    ...countRows(entry, costs[entry.case]),
    ...costRows(entry, costs[entry.case], prices),
  ]);
  const origin = areFitted(prices)
    ? 'costs follow from prices fitted to this table'
    : `costs follow from the prices of \`${prices.name}\`, and are not judged`;
  return {
    artifact: 'table3',
    title: 'Table 3: network topologies, 64-port switches',
    engineVersion: ENGINE_VERSION,
    rows,
    inputs: priceInputs(prices),
    withinTolerance: allWithin(rows),
    conclusion:
      `A multi-plane two-layer fat tree costs ${perEndpointKUSD(costs.MPFT).toFixed(2)} k$ an ` +
      `endpoint, a three-layer one ${perEndpointKUSD(costs.FT3).toFixed(2)} k$. Counts are built; ${origin}.`,
  };
}

const countRows = (entry: Entry, { inventory }: NetworkCost): ReportRow[] =>
  (['endpoints', 'switches', 'links'] as const).map((name) =>
    reportRow({
      name,
      unit: 'count',
      case: entry.case,
      paper: entry[name],
      twin: inventory[name],
      tolerancePct: COUNT_TOLERANCE,
      note: inventory.closedForm ? CLOSED_FORM : '',
    }),
  );

function costRows(entry: Entry, cost: NetworkCost, prices: PriceList): ReportRow[] {
  const judged = areFitted(prices)
    ? ({ kind: 'fitted', tolerancePct: COST_TOLERANCE } as const)
    : ({
        kind: 'own-prices',
        note: `At the prices of \`${prices.name}\`, not at the paper's: shown beside it, not judged.`,
      } as const);
  const row = (name: string, unit: string, paper: number, twin: number): ReportRow =>
    reportRow({ name, unit, case: entry.case, paper, twin, ...judged });
  return [
    row('cost', 'M$', entry.costMUSD, cost.costUSD / 1e6),
    row('cost per endpoint', 'k$', entry.costPerEndpointKUSD, perEndpointKUSD(cost)),
  ];
}

const perEndpointKUSD = ({ costPerEndpointUSD }: NetworkCost): number => costPerEndpointUSD / 1e3;
