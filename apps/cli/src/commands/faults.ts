/** `railyard faults`: what an operator's logs say happened, the rates that follow, a profile held to them. */
import { type Command } from 'commander';
import { type ServiceCalls } from '@railyard/client';
import { type LogContext, type LogReading } from '@railyard/replay';
import { type CheckedLog, type FittedLog } from '../faults/fit-log.js';
import { type FaultsRoute } from '../faults/logs-there.js';
import { type FleetOptions } from '../faults/observed-faults.js';
import { print } from '../output/print.js';
import { mapOf } from '../replay/read-log.js';
import { hereOrThere } from '../service/here-or-there.js';
import { type ServiceOptions, orByService } from '../service/service-options.js';
import { collected, finiteNumber, wholeNumber } from './options.js';

interface LogOptions extends ServiceOptions {
  readonly bootTime?: string;
  readonly node?: string;
  readonly zone?: string;
  readonly year?: number;
  readonly job?: string;
  readonly gpusPerNode?: number;
  readonly step?: number;
  readonly map: readonly string[];
  readonly class: readonly string[];
}

const LOG =
  'kernel log (dmesg, kern.log, syslog, journalctl -o json), Prometheus range query or text of DCGM, ' +
  'sacct -P, slurmctld.log, output of a Slurm job or of NCCL, kubectl get events -o json, event log of ' +
  'UFM, port counters, or a table of events (CSV, TSV, JSON) with any column names; .gz is unpacked';

export function registerFaults(program: Command): void {
  const faults = program
    .command('faults')
    .description("read a cluster's own logs: faults, their rates, and whether a profile fits")
    .addHelpText(
      'after',
      `
Rates of published fleets differ tenfold: fit your own log first.

Examples:
  railyard faults read kern.log --zone Asia/Shanghai --year 2026
  railyard faults fit events.csv --gpus 2048 --from 2026-01-01T00:00:00Z --until 2026-04-01T00:00:00Z
  railyard faults check llama3-h100 events.csv --gpus 2048`,
    );
  registerRead(faults);
  registerFit(faults);
  registerCheck(faults);
}

/** Options of every command that reads a log. */
const withLog = (command: Command): Command =>
  orByService(command)
    .option(
      '--boot-time <time>',
      'start of the kernel, where stamps count from there (dmesg): ISO with a zone',
    )
    .option('--node <name>', 'node of a log that does not name it (dmesg)')
    .option('--zone <name>', 'time zone of stamps without one, for example Asia/Shanghai')
    .option('--year <n>', 'year of the first line, where stamps have none', wholeNumber(1970))
    .option('--job <id>', 'the one job of sacct to be read')
    .option('--gpus-per-node <n>', 'GPUs of a node', wholeNumber(1))
    .option(
      '--step <seconds>',
      'step of the range query; default: the smallest one found',
      finiteNumber(0.001),
    )
    .option(
      '--map <theirs=ours>',
      'a column of a table by its own name (time, end, duration, node, ' +
        'component, class, count, group); repeatable',
      collected,
      [],
    )
    .option('--class <theirs=ours>', "a class of a table by the log's own words; repeatable", collected, []);

/** Options of the fleet that a rate is of. */
const withFleet = (command: Command): Command =>
  withLog(command)
    .option('--gpus <n>', 'GPUs that the log covers, those that never failed included', wholeNumber(1))
    .option('--links <n>', 'host links; default: one for each GPU', wholeNumber(1))
    .option('--from <time>', 'start of the time that the log covers: ISO with a zone')
    .option('--until <time>', 'its end');

function registerRead(faults: Command): void {
  withLog(faults.command('read'))
    .description('list the events of a log: lines that are one fault are one event')
    .argument('<log>', LOG)
    .option('--anonymise', 'leave out the names of nodes and jobs')
    .addHelpText(
      'after',
      `
Examples:
  railyard faults read kern.log --zone Asia/Shanghai --year 2026
  railyard faults read dmesg.txt --node n017 --boot-time 2026-03-01T06:00:00Z
  railyard faults read incidents.csv --map "Went down=time" --map Reason=class --class "GPU lost=gpu_hard"
  railyard faults read journal.jsonl.gz -o csv > events.csv`,
    )
    .action(async (log: string, options: LogOptions & { readonly anonymise?: true }, command: Command) => {
      const { operatorLogAnswer, readHere } = await import('../faults/read-operator-log.js');
      const reading = await hereOrThere<LogReading>(options, {
        source: log,
        here: () => readHere(log, contextOf(options), options.anonymise === true),
        there: there('/v1/faults/read', [log], options),
      });
      await print(command, operatorLogAnswer(log, reading));
    });
}

function registerFit(faults: Command): void {
  withFleet(faults.command('fit'))
    .description('fit rates, laws, repair times and lemon nodes to logs, with bands; write a FaultProfile')
    .argument('<logs...>', LOG)
    .option('--out <file>', 'write the profile (YAML, or JSON by its name)')
    .addHelpText(
      'after',
      `
Examples:
  railyard faults fit events.csv --gpus 2048 --from 2026-01-01T00:00:00Z --until 2026-04-01T00:00:00Z
  railyard faults fit n*.log --gpus 512 --zone UTC --year 2026 --out own-faults.yaml`,
    )
    .action(async (logs: string[], options: FitOptions, command: Command) => {
      const { observedFaults } = await import('../faults/observed-faults.js');
      const { fitAnswer, fitHere } = await import('../faults/fit-log.js');
      const fitted = await hereOrThere<FittedLog>(options, {
        source: logs.join(', '),
        here: async () => fitHere(logs, await observedFaults(logs, options, contextOf(options))),
        there: there('/v1/faults/fit', logs, options),
      });
      await print(command, await fitAnswer(fitted, options.out));
    });
}

type FitOptions = LogOptions & FleetOptions & { readonly out?: string };

function registerCheck(faults: Command): void {
  withFleet(faults.command('check'))
    .description('hold a fault profile to logs: faults expected of each class, and those that came')
    .argument('<profile>', 'a preset, or a file with a FaultProfile document')
    .argument('<logs...>', LOG)
    .addHelpText(
      'after',
      `
Examples:
  railyard faults check llama3-h100 events.csv --gpus 2048 --from 2026-01-01T00:00:00Z \\
    --until 2026-04-01T00:00:00Z
  railyard faults check own-faults.yaml kern.log --gpus 8 --zone UTC --year 2026`,
    )
    .action(async (profile: string, logs: string[], options: LogOptions & FleetOptions, command: Command) => {
      const { observedFaults } = await import('../faults/observed-faults.js');
      const { checkAnswer, checkHere } = await import('../faults/fit-log.js');
      const checked = await hereOrThere<CheckedLog>(options, {
        source: logs.join(', '),
        here: async () => checkHere(profile, await observedFaults(logs, options, contextOf(options))),
        there: there('/v1/faults/check', logs, { ...options, profile }),
      });
      await print(command, checkAnswer(checked));
    });
}

/** The same done by a service, which takes one log as the file has it. */
const there =
  (route: FaultsRoute, logs: readonly string[], options: LogOptions & { readonly profile?: string }) =>
  async (calls: ServiceCalls) => {
    const { logThere } = await import('../faults/logs-there.js');
    const {
      server: _server,
      local: _local,
      out: _out,
      ...query
    } = options as typeof options & {
      readonly out?: string;
    };
    return logThere(calls, route, logs, { ...query, name: logs[0] ?? '' });
  };

function contextOf({
  bootTime,
  node,
  zone,
  year,
  job,
  gpusPerNode,
  step,
  map,
  class: classes,
}: LogOptions): LogContext {
  const inverted = Object.entries(mapOf('--map', map)).map(([theirs, ours]) => [ours, theirs] as const);
  const stated = { bootTime, node, zone, year, job, gpusPerNode, stepS: step };
  return {
    ...Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined)),
    map: Object.fromEntries(inverted),
    classes: mapOf('--class', classes),
  };
}
