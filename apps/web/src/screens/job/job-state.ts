/** What a link to a job holds. */
import { type JobValues, type SourceFile } from '@railyard/intake';

export interface JobState {
  /** Preset of the model; '' where a file says it. */
  readonly model: string;
  readonly files: readonly SourceFile[];
  readonly gpus: number | undefined;
  readonly device: string;
  readonly choices: JobValues;
  /** The experiment as the user wrote it; then nothing above counts. */
  readonly yaml: string;
  /** Billions of tokens to train on. */
  readonly tokensB: number;
  readonly dollarsPerGpuHour: number;
}

export const DEFAULTS: JobState = {
  model: 'llama3-70b',
  files: [],
  gpus: 512,
  device: 'h100',
  choices: {},
  yaml: '',
  tokensB: 15_000,
  dollarsPerGpuHour: 2,
};

/** What the engine is asked; a model that a file may say goes before a preset. */
export function questionOf({ model, files, gpus, device, choices, yaml }: JobState) {
  return {
    files,
    device,
    choices,
    ...(gpus === undefined ? {} : { gpus }),
    ...(model === '' ? {} : { model }),
    ...(yaml === '' ? {} : { yaml }),
  };
}

/** The same on a command line, with the experiment saved as `experiment.yaml`. */
export function commandOf(
  { model, files, gpus, device, choices, yaml }: JobState,
  kinds: readonly string[],
): string {
  const run = 'railyard run experiment.yaml';
  if (yaml !== '' || Object.keys(choices).length > 0) return run;
  const named = files.map(({ name }, place) => `--${optionOf(kinds[place] ?? '')} ${name}`);
  const words = [
    ...(model === '' ? [] : [`--model ${model}`]),
    ...named,
    ...(gpus === undefined ? [] : [`--gpus ${gpus}`]),
    `--device ${device}`,
  ];
  return `railyard init ${words.join(' ')} --out experiment.yaml\n${run}`;
}

/** Option of `railyard init` that takes a file of the kind. */
const optionOf = (kind: string): string => (kind === 'hugging-face' ? 'model' : kind);
