/** What can be chosen of a job; what is left open is chosen by the engine. */
import { type JobValues } from '@railyard/intake';
import { type Catalog, NOTHING, useEngine } from '../../engine/index.js';
import { NumberField, SelectField } from '../../ui/index.js';
import { DropFiles } from './drop-files.js';
import { type JobState } from './job-state.js';

interface FormProps {
  readonly state: JobState;
  readonly onChange: (change: Partial<JobState>) => void;
}

const DEGREES = [
  ['pipeline', 'Pipeline'],
  ['tensor', 'Tensor'],
  ['expert', 'Expert'],
] as const;

const BATCH = [
  ['sequenceLength', 'Tokens of a sequence'],
  ['globalSequences', 'Sequences of a step'],
  ['microBatchSequences', 'Sequences of a micro-batch'],
  ['chunksPerDevice', 'Chunks of a device'],
] as const;

/** Keys of the job whose words the schema lists. */
const WORDS = [
  ['precision', 'Precision', 'precision'],
  ['schedule', 'Schedule', 'schedule.name'],
  ['recompute', 'Recompute', 'recompute'],
  ['zeroStage', 'ZeRO stage', 'parallelism.zeroStage'],
] as const;

export function JobForm({ state, onChange }: FormProps) {
  const { value: catalog } = useEngine('catalog', NOTHING);
  const choose = (key: keyof JobValues, value: unknown): void => {
    const { [key]: _, ...others } = state.choices;
    const choices = (value === undefined ? others : { ...others, [key]: value }) as JobValues;
    onChange({ choices, yaml: '' });
  };
  const { choices } = state;
  return (
    <form aria-label="The job" onSubmit={(event) => event.preventDefault()}>
      <DropFiles files={state.files} onFiles={(files) => onChange(taken(state, files))} />
      <JobFields state={state} onChange={onChange} catalog={catalog} />
      <fieldset>
        <legend>Layout</legend>
        <div class="fields">
          <Counts keys={DEGREES} choices={choices} onChoose={choose} />
          {WORDS.map(([key, label, path]) => (
            <SelectField
              key={key}
              label={label}
              value={String(choices[key] ?? '')}
              options={[['', 'chosen'], ...(catalog?.words[path] ?? []).map(String)]}
              onChange={(word) =>
                choose(key, word === '' ? undefined : key === 'zeroStage' ? Number(word) : word)
              }
            />
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>Batch</legend>
        <div class="fields">
          <Counts keys={BATCH} choices={choices} onChoose={choose} />
        </div>
      </fieldset>
    </form>
  );
}

interface JobFieldsProps extends FormProps {
  readonly catalog: Catalog | undefined;
}

function JobFields({ state, onChange, catalog }: JobFieldsProps) {
  const fromFiles = state.files.length > 0 || state.model === '' ? [['', 'from the files'] as const] : [];
  return (
    <fieldset>
      <legend>Job</legend>
      <div class="fields">
        <SelectField
          label="Model"
          value={state.model}
          options={[...fromFiles, ...(catalog?.presets.model ?? [state.model])]}
          onChange={(model) => onChange({ model, yaml: '' })}
        />
        <SelectField
          label="Device"
          value={state.device}
          options={catalog?.presets.device ?? [state.device]}
          onChange={(device) => onChange({ device, yaml: '' })}
        />
        <NumberField
          label="GPUs"
          value={state.gpus}
          placeholder="as few as fit"
          onChange={(gpus) => onChange({ gpus, yaml: '' })}
        />
        <NumberField
          label="Tokens (billions)"
          value={state.tokensB}
          min={0.001}
          step="any"
          onChange={(tokensB = 1) => onChange({ tokensB })}
        />
        <NumberField
          label="$ per GPU-hour"
          value={state.dollarsPerGpuHour}
          min={0}
          step="any"
          onChange={(dollarsPerGpuHour = 0) => onChange({ dollarsPerGpuHour })}
        />
      </div>
    </fieldset>
  );
}

type CountKey = (typeof DEGREES)[number][0] | (typeof BATCH)[number][0];

interface CountsProps {
  readonly keys: readonly (readonly [key: CountKey, label: string])[];
  readonly choices: JobValues;
  readonly onChoose: (key: CountKey, value: number | undefined) => void;
}

/** Numbers that the engine chooses where they are left open. */
function Counts({ keys, choices, onChoose }: CountsProps) {
  return (
    <>
      {keys.map(([key, label]) => (
        <NumberField
          key={key}
          label={label}
          value={choices[key]}
          placeholder="chosen"
          onChange={(value) => onChoose(key, value)}
        />
      ))}
    </>
  );
}

/** An experiment of ours is taken as it is; of other files, those that say a model go before the preset. */
function taken(state: JobState, files: JobState['files']): Partial<JobState> {
  const own = files.find(({ text }) => /^apiVersion:|"apiVersion"/m.test(text));
  if (own !== undefined) return { yaml: own.text, files: files.filter((file) => file !== own) };
  if (files.length === 0) return { files, yaml: '', model: state.model === '' ? 'llama3-70b' : state.model };
  const added = files.filter((file) => !state.files.includes(file));
  return { files, yaml: '', ...(added.some(saysModel) ? { model: '' } : {}) };
}

const saysModel = ({ text }: JobState['files'][number]): boolean =>
  /model_type|architectures|num[-_]layers|hidden[-_]size|flavor|model_name/.test(text);
