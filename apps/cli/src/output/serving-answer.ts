/** A service as a reader wants it: both pools, a pass by its parts, what none beats over batches. */
import { type ServingResult } from '@railyard/experiments';
import { type Answer, type Table } from './format.js';

export function servingAnswer(result: ServingResult): Answer {
  const { document, prefill, decode, shared, transfer, band, deployment, energy } = result;
  return {
    data: result,
    tables: [
      {
        title: `${document.name}: ${document.model.name} on ${document.cluster.name}`,
        columns: ['', 'prefill', 'decode', 'one pool for both'],
        rows: [
          ['time to first token (ms)', 1e3 * prefill.timeToFirstTokenS, '', 1e3 * shared.timeToFirstTokenS],
          ['90 % band (ms)', inMs(band.timeToFirstTokenS), '', ''],
          ['time per token (ms)', '', 1e3 * decode.timePerTokenS, 1e3 * shared.timePerTokenS],
          ['90 % band (ms)', '', inMs(band.timePerTokenS), inMs(band.sharedTimePerTokenS)],
          ['tokens/s of a user', '', decode.tokensPerSPerUser, shared.tokensPerSPerUser],
          [
            'tokens/s of a GPU',
            prefill.tokensPerSPerGpu,
            decode.tokensPerSPerGpu,
            shared.outputTokensPerSPerGpu,
          ],
          ['fullest GPU over mean', prefill.expertLoad, decode.expertLoad, ''],
          ['bound by', prefill.limits.boundBy, decode.limits.boundBy, ''],
          ['weights (GB)', prefill.memory.weightsGB, decode.memory.weightsGB, ''],
          ['sequences that fit', prefill.memory.mostSequences, decode.memory.mostSequences, ''],
        ],
      },
      passTable(result),
      paretoTable(result),
    ],
    notes: [
      ...quantilesNote(prefill),
      ...familyNotes(result),
      `Decode waits most for ${decode.boundBy}.`,
      `A prompt's cache of ${(transfer.bytes / 1e6).toFixed(1)} MB goes to decode in ` +
        `${(1e3 * transfer.seconds).toFixed(2)} ms; ${result.prefillGpusPerDecodeGpu.toFixed(2)} GPUs of ` +
        `prefill feed one of decode, both together give ${result.outputTokensPerSPerGpu.toFixed(0)} ` +
        'answered tokens/s for each GPU.',
      ...(deployment === undefined ? [] : [deploymentNote(deployment)]),
      ...(energy === undefined ? [] : [energyNote(energy)]),
    ],
  };
}

function passTable({ prefill, decode }: ServingResult): Table {
  const parts = [
    ['attention over the cache', 'attentionS'],
    ['projections, dense layers, norms', 'denseS'],
    ['experts', 'expertS'],
    ['dispatch', 'dispatchS'],
    ['combine', 'combineS'],
    ['all-reduce', 'allReduceS'],
    ['embedding and head', 'headS'],
    ['pass', 'totalS'],
  ] as const;
  return {
    title: 'One pass (ms)',
    columns: ['', 'prefill', 'decode'],
    rows: [
      ...parts.map(([label, key]) => [label, 1e3 * prefill.pass[key], 1e3 * decode.pass[key]]),
      ['draft', '', 1e3 * decode.draftS],
    ],
  };
}

const quantilesNote = ({ timeToFirstTokenQuantilesS: at }: ServingResult['prefill']): readonly string[] =>
  at === undefined
    ? []
    : [
        `Of prompts of all lengths half are read within ${(1e3 * at.p50).toPrecision(4)} ms, 90 % within ` +
          `${(1e3 * at.p90).toPrecision(4)} ms, 99 % within ${(1e3 * at.p99).toPrecision(4)} ms.`,
      ];

const paretoTable = ({ pareto }: ServingResult): Table => ({
  title: 'Batches that none beats in both',
  columns: ['sequences of a replica', 'time per token (ms)', 'tokens/s of a user', 'tokens/s of a GPU'],
  rows: pareto.map(({ batch, timePerTokenS, tokensPerSPerUser, tokensPerSPerGpu }) => [
    batch,
    1e3 * timePerTokenS,
    tokensPerSPerUser,
    tokensPerSPerGpu,
  ]),
});

/** What the bands are from. */
function familyNotes({ families, uncertainty }: ServingResult): readonly string[] {
  const of = (name: string, { name: family, rows, medianPct, p90Pct }: ServingResult['family']): string =>
    `${name} from ${rows} published measurements (${family}: ${medianPct.toFixed(0)} % off in the median, ` +
    `${p90Pct.toFixed(0)} % at the 90th percentile)`;
  const inputs = uncertainty.inputs.map(({ name, range: [low, high], timePct: { decode } }) => {
    const most = Math.max(...decode.map(Math.abs));
    return `${name} ${Number(low.toPrecision(3))} to ${Number(high.toPrecision(3))} (${most.toFixed(1)} %)`;
  });
  return [
    `Bands: ${of('prefill', families.prefill)}; ${of('decode', families.decode)}; ` +
      `${of('one pool for both', families.mixed)}. None of their rows is fitted.`,
    `Inputs not known exactly, and what each moves a token of decode: ${inputs.join(', ')}.`,
  ];
}

const inMs = ([low, high]: readonly [number, number]): string =>
  `${(1e3 * low).toPrecision(3)} to ${(1e3 * high).toPrecision(3)}`;

function energyNote({
  prefillW,
  decodeW,
  network,
  joulesPerToken,
  joulesPerTokenRange: [low, high],
  isMeasured,
}: NonNullable<ServingResult['energy']>): string {
  return (
    `A GPU draws ${prefillW.toFixed(0)} W in prefill and ${decodeW.toFixed(0)} W in decode` +
    (network === undefined ? '' : `, the network ${network.wattsPerGpu.toFixed(0)} W for each`) +
    `: ${joulesPerToken.toPrecision(3)} J an answered token ` +
    `(${low.toPrecision(3)} to ${high.toPrecision(3)})` +
    `${isMeasured ? '' : '; no board of this kind was measured'}.`
  );
}

function deploymentNote(deployment: NonNullable<ServingResult['deployment']>): string {
  const { gpus, requestsPerS, outputTokensPerSPerGpu, bound, timePerTokenS, timeToFirstTokenS } = deployment;
  const times =
    timePerTokenS === undefined || timeToFirstTokenS === undefined
      ? ''
      : ` The first token comes after ${timeToFirstTokenS.toPrecision(3)} s, the next every ` +
        `${(1e3 * timePerTokenS).toPrecision(3)} ms.`;
  return (
    `${gpus} GPUs answer ${requestsPerS.toPrecision(4)} requests/s, ${outputTokensPerSPerGpu.toFixed(0)} ` +
    `tokens/s for each GPU, bound by ${bound}.${times}`
  );
}
