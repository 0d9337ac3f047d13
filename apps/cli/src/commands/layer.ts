/** `railyard layer <workload>`: one transformer layer on one device, operation by operation. */
import { type Command, Option } from 'commander';
import { type LayerRequest, type LayerSummary } from '@railyard/experiments';
import { type DeviceSpec } from '@railyard/cluster';
import { type WorkloadSpec } from '@railyard/parallelism';
import { CliError, ExitCode } from '../exit-code.js';
import { about } from '../output/errors.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { wholeNumber } from './options.js';

type Options = Partial<Omit<LayerRequest, 'workload' | 'device' | 'kind'>> & {
  readonly device: string;
  readonly dense?: boolean;
};

export function registerLayer(program: Command): void {
  program
    .command('layer')
    .description("time one transformer layer of a workload's model on one device, without communication")
    .argument('<workload>', 'workload preset: railyard presets workload')
    .requiredOption('--device <gpu>', 'device preset: railyard presets device')
    .option('--tokens <n>', 'tokens of the micro-batch; default: as the workload', wholeNumber(1))
    .option('--sequence <n>', 'tokens of a sequence; default: as the workload', wholeNumber(1))
    .addOption(
      new Option('--precision <p>', 'of the matrix multiplications; default: as the workload').choices([
        'bf16',
        'fp8',
      ]),
    )
    .option(
      '--tensor <n>',
      'tensor-parallel ranks that share the layer; default: 1, the whole layer',
      wholeNumber(1),
    )
    .option('--expert <n>', 'expert-parallel ranks; default: as the workload', wholeNumber(1))
    .addOption(
      new Option('--recompute <mode>', 'what the backward recomputes')
        .choices(['none', 'selective', 'full'])
        .default('none'),
    )
    .option('--dense', 'a dense layer of a mixture of experts')
    .addHelpText(
      'after',
      `
Examples:
  railyard layer llama3.1-405b --device h200 --sequence 2048
  railyard layer deepseek-v3 --device h800 --tokens 4096 --json`,
    )
    .action(async (name: string, options: Options, command: Command) => {
      const { getPreset, layerRequest, presetNames, summarizeLayer } = await import('@railyard/experiments');
      const named = (kind: 'workload' | 'device', wanted: string): unknown => {
        const body = getPreset(kind, wanted);
        if (body !== undefined) return body;
        throw new CliError(
          ExitCode.notFound,
          'not-found',
          `There is no ${kind} preset \`${wanted}\`.`,
          `Use one of ${presetNames(kind).join(', ')}.`,
        );
      };
      const workload = named('workload', name) as WorkloadSpec;
      const device = named('device', options.device) as DeviceSpec;
      const { device: _name, dense, ...stated } = options;
      const kind = dense === true ? ({ kind: 'dense' } as const) : {};
      const request = layerRequest(workload, device, { ...stated, ...kind });
      await print(command, answerOf(about('layer', () => summarizeLayer(request))));
    });
}

function answerOf(layer: LayerSummary): Answer {
  return {
    data: layer,
    tables: [
      {
        title:
          `${layer.workload}, ${layer.kind} layer on ${layer.device}: ${layer.tokens} tokens, ` +
          `sequence ${layer.sequence}, ${layer.precision}`,
        columns: ['forward (ms)', 'backward input (ms)', 'backward weight (ms)'],
        rows: [[layer.forwardMs, layer.backwardInputMs, layer.backwardWeightMs]],
      },
      {
        columns: ['operation', 'pass', 'time (ms)', 'GFLOP', 'MB'],
        rows: layer.operations.map((operation) => [
          operation.name,
          operation.pass,
          operation.ms,
          operation.flops / 1e9,
          operation.bytes / 1e6,
        ]),
      },
    ],
  };
}
