/** `railyard serving <file>`: how fast a model answers on a cluster. */
import { type Command } from 'commander';
import { type ServingResult } from '@railyard/experiments';
import { readDocument } from '../input/read-document.js';
import { canonical } from '../output/canonical.js';
import { about } from '../output/errors.js';
import { type Answer, type Table } from '../output/format.js';
import { printWarned } from '../output/print.js';
import { hereOrThere } from '../service/here-or-there.js';
import { orByService, type ServiceOptions } from '../service/service-options.js';
import { collected } from './options.js';

interface Options extends ServiceOptions {
  readonly set: readonly string[];
}

export function registerServing(program: Command): void {
  orByService(program.command('serving'))
    .description('serve a model: time to the first token and between tokens, tokens/s, what they wait for')
    .argument('<file>', 'YAML or JSON file of kind Serving, or - for standard input')
    .option('--set <path=value>', 'change one key of the document; repeatable', collected, [])
    .addHelpText(
      'after',
      `
Examples:
  railyard serving examples/serving.yaml
  railyard serving examples/serving.yaml --set decode.batch=128 --json`,
    )
    .action(async (file: string, options: Options, command: Command) => {
      const { source, document } = await readDocument(file);
      const { applyOverrides, prepareServing, runServing } = await import('@railyard/experiments');
      const changed =
        options.set.length === 0 ? document : about('--set', () => applyOverrides(document, options.set));
      const result = await canonical(
        await hereOrThere(options, {
          source,
          here: () => runServing(prepareServing(changed)),
          there: (calls) => calls.POST('/v1/serving', { body: changed as never }),
        }),
      );
      await printWarned(
        command,
        answerOf(result),
        result.warnings.map(({ message }) => message),
      );
    });
}

function answerOf(result: ServingResult): Answer {
  const { document, prefill, decode, shared, transfer, band, deployment } = result;
  return {
    data: result,
    tables: [
      {
        title: `${document.name}: ${document.model.name} on ${document.cluster.name}`,
        columns: ['', 'prefill', 'decode', 'one pool for both'],
        rows: [
          ['time to first token (ms)', 1e3 * prefill.timeToFirstTokenS, '', 1e3 * shared.timeToFirstTokenS],
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
          ['weights (GB)', prefill.memory.weightsGB, decode.memory.weightsGB, ''],
          ['sequences that fit', prefill.memory.mostSequences, decode.memory.mostSequences, ''],
        ],
      },
      passTable(result),
    ],
    notes: [
      `Decode waits most for ${decode.boundBy}.`,
      `A prompt's cache of ${(transfer.bytes / 1e6).toFixed(1)} MB goes to decode in ` +
        `${(1e3 * transfer.seconds).toFixed(2)} ms; ${result.prefillGpusPerDecodeGpu.toFixed(2)} GPUs of ` +
        `prefill feed one of decode, both together give ${result.outputTokensPerSPerGpu.toFixed(0)} ` +
        'answered tokens/s for each GPU.',
      ...(deployment === undefined ? [] : [deploymentNote(deployment)]),
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

const inMs = ([low, high]: readonly [number, number]): string =>
  `${(1e3 * low).toPrecision(3)} to ${(1e3 * high).toPrecision(3)}`;

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
