/** `railyard network measured`: what nccl-tests measured alongside what the model computes. */
import { type Command } from 'commander';
import { type ClusterSpec } from '@railyard/cluster';
import { type HeldElsewhere, type MeasuredBeside } from '@railyard/experiments';
import { readNccl } from '../accuracy/read-nccl.js';
import { namedPart } from '../input/named-part.js';
import { type RequestSchemas } from '../input/request-options.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { writeText } from '../output/write-file.js';

interface Options {
  readonly cluster?: string;
  readonly allSizes?: boolean;
  readonly svg?: string;
}

export function registerNetworkMeasured(network: Command, schemas: RequestSchemas): void {
  network
    .command('measured')
    .description('nccl-tests and the model: times and bus bandwidths, row by row')
    .argument('[files...]', 'logs of nccl-tests, or tables of such rows; default: the shipped set')
    .option('--cluster <name|file>', 'where they were measured; default: as the source describes it')
    .option('--all-sizes', 'every size, not only the largest of each collective')
    .option('--svg <file>', 'write measured and computed bus bandwidths over sizes as curves')
    .addHelpText(
      'after',
      `
Examples:
  railyard network measured
  railyard network measured test/data/nccl/h100-10x4-all-ops.log --all-sizes
  railyard network measured my.log --cluster examples/own-cluster.yaml --svg out/busbw.svg`,
    )
    .action(async (files: readonly string[], options: Options, command: Command) => {
      const { heldElsewhere, largestSizes } = await import('@railyard/experiments');
      const found = await readNccl(files, await clusterOf(options.cluster, schemas));
      const rows = options.allSizes === true ? found : largestSizes(found);
      if (options.svg !== undefined) {
        const { renderCurves } = await import('@railyard/reports');
        await writeText(options.svg, renderCurves(curvesOf(found)));
      }
      await print(command, answerOf(rows, heldElsewhere(found)));
    });
}

/** @throws InvalidDocumentError when the file holds no valid cluster. */
async function clusterOf(
  name: string | undefined,
  { NetworkCostRequest }: RequestSchemas,
): Promise<ClusterSpec | undefined> {
  const schema = NetworkCostRequest.properties?.['cluster'];
  if (name === undefined || schema === undefined) return undefined;
  const { checkedNetworkCost } = await import('@railyard/experiments');
  return checkedNetworkCost({ cluster: await namedPart(schema, name) }).cluster;
}

const nameOf = ({ cluster, operation, nodes, gpusPerNode }: MeasuredBeside): string =>
  `${cluster} ${operation} ${nodes} x ${gpusPerNode}`;

/** A measured and a computed curve for each collective of each cluster. */
function curvesOf(rows: readonly MeasuredBeside[]) {
  const curves = new Map<string, { x: number; y: number }[]>();
  const put = (name: string, x: number, y: number): void => {
    const points = curves.get(name);
    if (points === undefined) curves.set(name, [{ x, y }]);
    else points.push({ x, y });
  };
  for (const row of rows) {
    if (row.bytes === 0) continue;
    put(`${nameOf(row)}, measured`, row.bytes, row.measuredBusbwGBps);
    if (row.twinBusbwGBps !== null) put(`${nameOf(row)}, computed`, row.bytes, row.twinBusbwGBps);
  }
  return {
    title: 'Bus bandwidth over sizes',
    xLabel: 'size (bytes)',
    yLabel: 'busbw (GB/s)',
    curves: [...curves].map(([name, points]) => ({ name, points, dashed: name.endsWith('computed') })),
  };
}

/** A cluster without the versions of software that ran there. */
const makerOf = (cluster: string): string => cluster.replace(/ NCCL.*/, '');

/** A source that names no network is no test of the model: it says what its network gave. */
function assumedNetwork({ cluster, nodes, networkStated, twinUs }: MeasuredBeside): readonly string[] {
  if (networkStated || nodes === 1 || twinUs === null) return [];
  return [
    `${makerOf(cluster)}: the source states no network; rails of 64-port switches and the usual NICs of ` +
      'such nodes are taken. State yours with --cluster.',
  ];
}

function whatRingsLeave({ cluster, nodes, gpusPerNode, exchangeGBps, rings }: HeldElsewhere): string {
  const slower = rings.map(({ operation, nicGBps }) => `${operation} ${nicGBps.toPrecision(3)}`).join(', ');
  return (
    `${cluster}, ${nodes} x ${gpusPerNode}: alltoall moves ${exchangeGBps.toPrecision(3)} GB/s over the ` +
    `NIC of a GPU, ${slower}. The rate of NICs and network is not what holds these: look inside the nodes ` +
    '(channels, NVLink, PCIe) and at the latency of their steps.'
  );
}

function answerOf(rows: readonly MeasuredBeside[], held: readonly HeldElsewhere[]): Answer {
  return {
    data: { rows, held },
    tables: [
      {
        title: 'nccl-tests and the model',
        columns: [
          'cluster',
          'operation',
          'nodes x GPUs',
          'size (B)',
          'measured (us)',
          'twin (us)',
          'error (%)',
          'measured busbw (GB/s)',
          'twin busbw (GB/s)',
          'NIC of a GPU (GB/s)',
          'of line rate (%)',
        ],
        rows: rows.map((row) => [
          row.cluster,
          row.operation,
          `${row.nodes} x ${row.gpusPerNode}`,
          row.bytes,
          row.measuredUs,
          row.twinUs,
          row.errorPct,
          row.measuredBusbwGBps,
          row.twinBusbwGBps,
          row.nicGBps,
          row.nicShare === null ? null : 100 * row.nicShare,
        ]),
      },
    ],
    notes: [
      'The NIC columns are what the measured time implies that each GPU moved over its share of the NICs: ' +
        'the nic.efficiency of that collective, where NICs limit it.',
      ...new Set(rows.flatMap(assumedNetwork)),
      ...held.map(whatRingsLeave),
      ...new Set(rows.flatMap(({ why, cluster }) => (why === '' ? [] : [`${makerOf(cluster)}: ${why}`]))),
    ],
  };
}
