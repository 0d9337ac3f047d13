/** `railyard layer <workload>`: one transformer layer on one device, operation by operation. */
import { type Command } from 'commander';
import { type LayerSummary } from '@railyard/experiments';
import { requestOf, type RequestSchemas, withRequest } from '../input/request-options.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { hereOrThere } from '../service/here-or-there.js';
import { orByService } from '../service/service-options.js';

export function registerLayer(program: Command, schemas?: RequestSchemas): void {
  const layer = program
    .command('layer')
    .description("time one transformer layer of a workload's model on one device, without communication");
  if (schemas === undefined) return;
  orByService(withRequest(layer, schemas.LayerRequest))
    .addHelpText(
      'after',
      `
Examples:
  railyard layer llama3.1-405b --device h200 --sequence 2048
  railyard layer deepseek-v3 --device h800 --tokens 4096 --json`,
    )
    .action(async (...words: unknown[]) => {
      const command = words.at(-1) as Command;
      const { checkedLayer, runLayer } = await import('@railyard/experiments');
      const request = await requestOf(schemas.LayerRequest, command);
      const summary = await hereOrThere(command.opts(), {
        source: 'layer',
        here: () => runLayer(checkedLayer(request)),
        there: (calls) => calls.POST('/v1/layers', { body: request }),
      });
      await print(command, answerOf(summary));
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
