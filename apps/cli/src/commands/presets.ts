/** `railyard presets [kind] [name]`: what there is to start from. */
import { type Command } from 'commander';
import { CliError, ExitCode } from '../exit-code.js';
import { print } from '../output/print.js';

export function registerPresets(program: Command): void {
  program
    .command('presets')
    .description('list presets, or print one to start a document from')
    .argument('[kind]', 'experiment, cluster, workload, model, device or fault-profile')
    .argument('[name]', 'print this preset in full')
    .addHelpText(
      'after',
      '\nExamples:\n  railyard presets\n  railyard presets cluster h800-2048-mpft -o yaml > cluster.yaml',
    )
    .action(
      async (kind: string | undefined, name: string | undefined, _options: unknown, command: Command) => {
        const { PRESET_KINDS, listPresets, presetDocument, presetNames } =
          await import('@railyard/experiments');
        const presetKind = PRESET_KINDS.find((known) => known === kind);
        if (kind !== undefined && presetKind === undefined) {
          throw new CliError(
            ExitCode.usage,
            'unknown-kind',
            `There are no presets of kind \`${kind}\`.`,
            `Use one of ${PRESET_KINDS.join(', ')}.`,
          );
        }
        if (presetKind === undefined || name === undefined) {
          const presets = listPresets().filter(
            (preset) => presetKind === undefined || preset.kind === presetKind,
          );
          await print(command, {
            data: { presets },
            // Of several kinds: the two words that name one to this command.
            names: presets.map((each) => (presetKind === undefined ? `${each.kind} ` : '') + each.name),
            tables: [
              {
                columns: ['kind', 'name', 'description'],
                rows: presets.map((preset) => [preset.kind, preset.name, preset.description]),
              },
            ],
          });
          return;
        }
        const body = presetDocument(presetKind, name);
        if (body === undefined) {
          throw new CliError(
            ExitCode.notFound,
            'not-found',
            `There is no ${presetKind} preset \`${name}\`.`,
            `Use one of ${presetNames(presetKind).join(', ')}.`,
          );
        }
        const { stringify } = await import('yaml');
        await print(command, {
          data: body,
          names: [name],
          tables: [],
          notes: [stringify(body, { aliasDuplicateObjects: false }).trimEnd()],
        });
      },
    );
}
