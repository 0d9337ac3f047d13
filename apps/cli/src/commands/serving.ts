/** `railyard serving <file>`: how fast a model answers on a cluster. */
import { type Command } from 'commander';
import { readDocument } from '../input/read-document.js';
import { canonical } from '../output/canonical.js';
import { about } from '../output/errors.js';
import { printWarned } from '../output/print.js';
import { servingAnswer } from '../output/serving-answer.js';
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
        servingAnswer(result),
        result.warnings.map(({ message }) => message),
      );
    });
}
