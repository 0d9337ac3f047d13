/** `railyard sensitivity <file|preset>`: what moves the step of an experiment, and how much. */
import { type Command } from 'commander';
import { type SensitivityRow, type StepPhaseName } from '@railyard/experiments';
import { prepareNamed } from '../input/prepare.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { withProgressBar } from '../output/progress.js';
import { collected, wholeNumber } from './options.js';

interface Options {
  readonly set: readonly string[];
  readonly seed?: number;
  readonly ignoreMemory?: boolean;
}

export function registerSensitivity(program: Command): void {
  program
    .command('sensitivity')
    .description('change each input of an experiment by a tenth: what that does to the step and its phases')
    .argument('<file>', 'YAML or JSON file, an experiment preset, or - for standard input')
    .option('--set <path=value>', 'change one key of the document; repeatable', collected, [])
    .option('--seed <n>', 'seed of the random streams', wholeNumber(0))
    .option('--ignore-memory', "compute a layout that does not fit the device's memory all the same")
    .addHelpText(
      'after',
      `
Examples:
  railyard sensitivity deepseek-v3-mpft
  railyard sensitivity examples/half-nic.yaml --json`,
    )
    .action(async (file: string, options: Options, command: Command) => {
      const prepared = await prepareNamed(file, options);
      const { sensitivities } = await import('@railyard/experiments');
      const rows = await withProgressBar((bar) =>
        sensitivities(prepared, ({ phase, share }) => bar.update(phase, share)),
      );
      await print(command, answerOf(prepared.document.name, rows));
    });
}

const PHASE_LABELS: Readonly<Record<StepPhaseName, string>> = {
  forward: 'F',
  backwardInput: 'B',
  backwardWeight: 'W',
  overlappedForwardBackward: 'F&B',
  bubble: 'bubble',
  optimizer: 'optimizer',
};

function answerOf(name: string, rows: readonly SensitivityRow[]): Answer {
  return {
    data: { rows },
    tables: [
      {
        title: `${name}: change of the step (%)`,
        columns: ['input', 'x 0.9', 'x 1.1', 'phase moved most (%)'],
        rows: rows.map(({ input, stepPct: [low, high], phasesPct }) => [
          input,
          signed(low),
          signed(high),
          mostMoved(phasesPct),
        ]),
        plain: {
          columns: ['input', 'provenance', 'low', 'high', 'step at low (%)', 'step at high (%)'],
          rows: rows.map(({ input, provenance, low, high, stepPct }) => [
            input,
            provenance,
            low,
            high,
            ...stepPct,
          ]),
        },
      },
    ],
    notes: [
      'Inputs that move nothing are left out.',
      'Values tried and all phases: --json. SMs are whole, shares at most 1.',
    ],
  };
}

function mostMoved(phases: SensitivityRow['phasesPct']): string {
  const size = (pair: readonly number[]): number => Math.max(...pair.map(Math.abs));
  const [most] = Object.entries(phases).toSorted(([, a], [, b]) => size(b) - size(a));
  if (most === undefined) return '';
  const [phase, [low, high]] = most;
  return `${PHASE_LABELS[phase as StepPhaseName]} ${signed(low)}, ${signed(high)}`;
}

const signed = (percent: number): string => `${percent < 0 ? '' : '+'}${percent.toFixed(2)}`;
