/**
 * The command line: global options and the list of commands. Commands load the libraries when they act, so
 * that help is instant.
 */
import { Command, Option } from 'commander';
import { registerAccuracy } from './commands/accuracy.js';
import { registerBackup } from './commands/backup.js';
import { registerBench } from './commands/bench.js';
import { registerCalibrate } from './commands/calibrate.js';
import { registerCompare } from './commands/compare.js';
import { registerCompletion } from './commands/completion.js';
import { registerConfig } from './commands/config.js';
import { registerExport } from './commands/export.js';
import { registerFaults } from './commands/faults.js';
import { registerImport } from './commands/import.js';
import { registerInit } from './commands/init.js';
import { registerKeys } from './commands/keys.js';
import { registerLayer } from './commands/layer.js';
import { registerMcp } from './commands/mcp.js';
import { registerModel } from './commands/model.js';
import { registerNetwork } from './commands/network.js';
import { registerPresets } from './commands/presets.js';
import { registerProject } from './commands/project.js';
import { registerPrune } from './commands/prune.js';
import { registerReplay } from './commands/replay.js';
import { registerReport } from './commands/report.js';
import { registerReproduce } from './commands/reproduce.js';
import { registerRun } from './commands/run.js';
import { registerRuns } from './commands/runs.js';
import { registerSchedule } from './commands/schedule.js';
import { registerSchema } from './commands/schema.js';
import { registerSensitivity } from './commands/sensitivity.js';
import { registerServe } from './commands/serve.js';
import { registerServing } from './commands/serving.js';
import { registerSweep } from './commands/sweep.js';
import { registerSweeps } from './commands/sweeps.js';
import { registerTopology } from './commands/topology.js';
import { registerValidate } from './commands/validate.js';
import { OUTPUT_FORMATS } from './output/format.js';
import { requireNames } from './output/names.js';
import { type RequestSchemas } from './input/request-options.js';
import { VERSION } from './version.js';

const COMMANDS = [
  registerReproduce,
  registerRun,
  registerProject,
  registerReplay,
  registerSensitivity,
  registerServing,
  registerFaults,
  registerCompare,
  registerSweep,
  registerInit,
  registerTopology,
  registerExport,
  registerReport,
  registerValidate,
  registerSchedule,
  registerModel,
  registerLayer,
  registerAccuracy,
  registerCalibrate,
  registerNetwork,
  registerPresets,
  registerSchema,
  registerImport,
  registerBench,
  registerServe,
  registerConfig,
  registerCompletion,
  registerMcp,
  registerRuns,
  registerSweeps,
  registerKeys,
  registerBackup,
  registerPrune,
];

/** Commands whose options are declared by the schema of their request. */
const BY_SCHEMA = ['layer', 'network', 'schedule'];

/** Loaded only for the commands that need them: they bring the libraries along. */
const schemasFor = async (words: readonly string[]): Promise<RequestSchemas | undefined> =>
  BY_SCHEMA.some((name) => words.includes(name))
    ? (await import('@railyard/experiments')).REQUEST_SCHEMAS
    : undefined;

export async function buildProgram(words: readonly string[]): Promise<Command> {
  const program = new Command('railyard')
    .description('A digital twin of a GPU training cluster.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride()
    // Said by `runCli`, as every other error is.
    .configureOutput({ outputError: () => undefined })
    .addOption(
      new Option('-o, --output <format>', 'how results are printed').choices(OUTPUT_FORMATS).default('table'),
    )
    .option('--json', 'the same as -o json: stdout is one JSON document and nothing else')
    .option('--debug', 'show the stack trace of an unexpected error')
    .hook('preAction', (_program, command) => requireNames(command))
    .addHelpText(
      'after',
      `
Examples:
  railyard reproduce table4
  railyard run deepseek-v3-mpft --set cluster.nic.bandwidthGBps=25
  railyard validate examples/half-nic.yaml
  railyard presets --json

Exit codes: 0 done, 1 unexpected, 2 usage or invalid document, 3 cancelled, 4 not found,
            5 run failed or report out of tolerance, 6 service unreachable, 124 over --timeout,
            130 interrupted.`,
    );
  const schemas = await schemasFor(words);
  for (const register of COMMANDS) register(program, schemas);
  return program;
}
