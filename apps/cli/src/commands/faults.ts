/** `railyard faults read <log>`: what an operator's log says happened, as events. */
import { type Command } from 'commander';
import { type LogContext } from '@railyard/replay';
import { print } from '../output/print.js';
import { finiteNumber, wholeNumber } from './options.js';

interface Options {
  readonly bootTime?: string;
  readonly node?: string;
  readonly zone?: string;
  readonly year?: number;
  readonly job?: string;
  readonly gpusPerNode?: number;
  readonly step?: number;
}

export function registerFaults(program: Command): void {
  const faults = program
    .command('faults')
    .description('read the logs of a cluster as faults')
    .addHelpText(
      'after',
      `
Examples:
  railyard faults read kern.log --zone Asia/Shanghai --year 2026
  railyard faults read --help`,
    );
  faults
    .command('read')
    .description('list the events of a log: lines that are one fault are one event')
    .argument(
      '<log>',
      'kernel log (dmesg, kern.log, syslog, journalctl -o json), Prometheus range query of DCGM, sacct -P, ' +
        'kubectl get events -o json, output of NCCL, event log of UFM, port counters as CSV; .gz is unpacked',
    )
    .option(
      '--boot-time <time>',
      'start of the kernel, where stamps count from there (dmesg): ISO with a zone',
    )
    .option('--node <name>', 'node of a log that does not name it (dmesg)')
    .option('--zone <name>', 'time zone of stamps without one, for example Asia/Shanghai')
    .option('--year <n>', 'year of the first line, where stamps have none', wholeNumber(1970))
    .option('--job <id>', 'the one job of sacct to be read')
    .option('--gpus-per-node <n>', 'GPUs of a node, to place ranks of NCCL', wholeNumber(1))
    .option(
      '--step <seconds>',
      'step of the range query; default: the smallest one found',
      finiteNumber(0.001),
    )
    .addHelpText(
      'after',
      `
Examples:
  railyard faults read kern.log --zone Asia/Shanghai --year 2026
  railyard faults read dmesg.txt --node n017 --boot-time 2026-03-01T06:00:00Z
  railyard faults read journal.jsonl.gz -o csv > events.csv`,
    )
    .action(async (log: string, options: Options, command: Command) => {
      const { readOperatorLogFile } = await import('../faults/read-operator-log.js');
      await print(command, await readOperatorLogFile(log, contextOf(options)));
    });
}

function contextOf({ step, ...stated }: Options): LogContext {
  return { ...stated, ...(step === undefined ? {} : { stepS: step }) };
}
