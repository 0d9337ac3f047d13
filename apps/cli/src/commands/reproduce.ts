/** `railyard reproduce <artifact>`: the paper's numbers beside the twin's. */
import { type Command } from 'commander';
import { type Report } from '@railyard/reports';
import { ExitCode } from '../exit-code.js';
import { prepareNamed } from '../input/prepare.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { ARTIFACTS, reproduce } from '../reproduction/artifacts.js';
import { runWithProgress } from './run.js';

export function registerReproduce(program: Command): void {
  program.command('reproduce')
    .description("compute a table of the paper and show the paper's numbers beside it")
    .argument('<artifact>', `${ARTIFACTS.join(', ')} or all`)
    .addHelpText('after', `
Examples:
  railyard reproduce table4
  railyard reproduce all --json
  railyard reproduce table4 -o md > table4.md

Exit code 5 when a row is out of its tolerance.`)
    .action(async (artifact: string, _options: unknown, command: Command) => {
      const reports: Report[] = [];
      for (const name of artifact === 'all' ? ARTIFACTS : [artifact]) reports.push(await reproduce(name, async (preset) => runWithProgress(await prepareNamed(preset))));
      await print(command, await answerOf(reports, artifact === 'all'));
      if (!reports.every((report) => report.withinTolerance)) process.exitCode = ExitCode.failed;
    });
}

async function answerOf(reports: readonly Report[], all: boolean): Promise<Answer> {
  const { renderCsv, renderMarkdown, renderText } = await import('@railyard/reports');
  const joined = (render: (report: Report) => string): string => `${reports.map((report) => render(report).trimEnd()).join('\n\n')}\n`;
  return {
    data: all ? { artifacts: reports } : reports[0],
    tables: [],
    ready: { table: joined(renderText), md: joined(renderMarkdown), csv: joined(renderCsv) },
  };
}
