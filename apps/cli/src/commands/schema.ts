/** `railyard schema <kind>`: the JSON Schema of a document, for editors. */
import { type Command } from 'commander';
import { CliError, ExitCode } from '../exit-code.js';

export function registerSchema(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schema of a kind of document')
    // The libraries have the list and are loaded by few commands: schema.spec.ts holds both together.
    .argument('<kind>', 'cluster, workload, experiment, sweep, fault-profile, price-list or serving')
    .addHelpText('after', '\nExamples:\n  railyard schema experiment > experiment.schema.json')
    .action(async (kind: string) => {
      const { DOCUMENT_KINDS, publishedSchema, schemaFileOf } = await import('@railyard/experiments');
      const found = DOCUMENT_KINDS.find(
        (known) => known.toLowerCase() === kind.toLowerCase() || schemaFileOf(known) === `${kind}.json`,
      );
      if (found === undefined)
        throw new CliError(
          ExitCode.notFound,
          'not-found',
          `There is no document of kind \`${kind}\`.`,
          `Use one of ${DOCUMENT_KINDS.join(', ')}.`,
        );
      process.stdout.write(`${JSON.stringify(publishedSchema(found), null, 2)}\n`);
    });
}
