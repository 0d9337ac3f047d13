/** `railyard validate <file>`: every issue of a document, before anything runs. */
import { type Command } from 'commander';
import { type Issue } from '@railyard/base';
import { ExitCode } from '../exit-code.js';
import { kindOf } from '../input/prepare.js';
import { readDocument } from '../input/read-document.js';
import { print } from '../output/print.js';
import {
  type ServiceAddress,
  type ServiceOptions,
  orByService,
  serviceAddress,
} from '../service/service-options.js';

export function registerValidate(program: Command): void {
  orByService(program.command('validate'))
    .description('check a document of any kind: keys, units, bounds, divisibility, memory')
    .argument('<file>', 'YAML or JSON file, an experiment preset, or - for standard input')
    .addHelpText(
      'after',
      '\nExamples:\n  railyard validate cluster.yaml\n  railyard validate experiment.yaml --json ' +
        '| jq .issues',
    )
    .action(async (file: string, options: ServiceOptions, command: Command) => {
      const issues = await issuesOf(file, serviceAddress(options));
      const ok = issues.length === 0;
      const name = file === '-' ? 'Standard input' : file;
      const rows = issues.map((issue) => [
        issue.path === '' ? '(document)' : issue.path,
        issue.code,
        issue.message,
        issue.hint,
      ]);
      await print(command, {
        data: { ok, issues },
        tables: ok ? [] : [{ columns: ['path', 'code', 'message', 'hint'], rows }],
        notes: [
          ok ? `${name} is valid.` : `${name} has ${issues.length} issue${issues.length === 1 ? '' : 's'}.`,
        ],
      });
      if (!ok) process.exitCode = ExitCode.usage;
    });
}

/** A syntax error is an issue like the others. */
async function issuesOf(file: string, address: ServiceAddress | undefined): Promise<readonly Issue[]> {
  const { sweepIssues, validateDocument } = await import('@railyard/experiments');
  try {
    const { document } = await readDocument(file);
    if (address !== undefined && (await isCheckedBy(address, file, document))) return [];
    const { issues, kind } = validateDocument(document);
    return issues.length === 0 && kind === 'Sweep' ? sweepIssues(document) : issues;
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidDocumentError' && 'issues' in error)
      return error.issues as readonly Issue[];
    throw error;
  }
}

/**
 * The service knows what is stored there under a name; other kinds of documents name nothing and are checked
 * here. @throws InvalidDocumentError
 */
async function isCheckedBy(address: ServiceAddress, source: string, document: unknown): Promise<boolean> {
  const { connected } = await import('../service/remote-service.js');
  const service = await connected(address);
  const params = { query: { dryRun: 'true' } } as const;
  const kind = kindOf(document);
  if (kind === 'Experiment')
    await service.ask(source, () =>
      service.calls.POST('/v1/experiments', { params, body: document as never }),
    );
  if (kind === 'Sweep')
    await service.ask(source, () => service.calls.POST('/v1/sweeps', { params, body: document as never }));
  return kind === 'Experiment' || kind === 'Sweep';
}
