/** Compare: experiments side by side, first what differs. */
import { useState } from 'preact/hooks';
import { useUrlState } from '../../app/url-state.js';
import { NOTHING, useEngine } from '../../engine/index.js';
import { AnswerState, Card, CopyButton, FileField, Page, SelectField } from '../../ui/index.js';
import { Compared } from './compared.js';

const DEFAULTS = {
  experiments: ['deepseek-v3-mpft', 'deepseek-v3-mrft'] as readonly string[],
  baseline: 0,
  paper: '' as '' | 'MPFT' | 'MRFT',
};
const MOST = 4;

export default function CompareScreen() {
  const [state, change] = useUrlState('compare', DEFAULTS);
  const { value: catalog } = useEngine('catalog', NOTHING);
  const [all, setAll] = useState(false);
  const { experiments } = state;
  const answer = useEngine('comparison', experiments.length < 2 ? undefined : state);
  const add = (text: string): void => change({ experiments: [...experiments, text].slice(-MOST) });
  const remove = (place: number): void =>
    change({ experiments: experiments.filter((_, each) => each !== place), baseline: 0 });
  return (
    <Page
      title="Compare"
      lead="Up to four experiments: inputs that differ, every metric against a baseline, steps on one axis."
      actions={<CopyButton label="Copy link" text={() => location.href} />}
    >
      <div class="card row" style={{ marginBottom: '14px' }}>
        <SelectField
          label="Add a preset"
          value=""
          options={[['', 'choose'], ...(catalog?.presets.experiment ?? [])]}
          onChange={(name) => (name === '' ? undefined : add(name))}
        />
        <FileField
          label="Add a file"
          accept=".yaml,.yml,.json"
          onFile={(file) => void file?.text().then((text) => add(text))}
        />
        <BaselineField state={state} change={change} />
        {experiments.map((text, place) => (
          <button key={text + String(place)} type="button" onClick={() => remove(place)}>
            Remove {nameOf(text, place)}
          </button>
        ))}
        <label>
          <input
            type="checkbox"
            checked={all}
            onChange={({ currentTarget }) => setAll(currentTarget.checked)}
          />{' '}
          Show metrics that are the same
        </label>
      </div>
      {experiments.length < 2 && <Card title="Two experiments are needed">Add a preset or a file.</Card>}
      <AnswerState answer={answer} waiting="Simulating" />
      {answer.value !== undefined && experiments.length >= 2 && (
        <Compared comparison={answer.value} all={all} />
      )}
    </Page>
  );
}

type State = typeof DEFAULTS;

/** An experiment, or what the paper prints. */
function BaselineField({
  state: { experiments, baseline, paper },
  change,
}: {
  readonly state: State;
  readonly change: (part: Partial<State>) => void;
}) {
  return (
    <SelectField
      label="Baseline"
      value={paper === '' ? String(baseline) : paper}
      options={[
        ...experiments.map((text, place) => [String(place), nameOf(text, place)] as const),
        ['MPFT', "the paper's table 4, MPFT"] as const,
        ['MRFT', "the paper's table 4, MRFT"] as const,
      ]}
      onChange={(chosen) =>
        change(
          chosen === 'MPFT' || chosen === 'MRFT'
            ? { paper: chosen }
            : { baseline: Number(chosen), paper: '' },
        )
      }
    />
  );
}

const nameOf = (text: string, place: number): string =>
  /^[\w.-]+$/.test(text) ? text : (/^name:\s*(\S+)/m.exec(text)?.[1] ?? `experiment ${place + 1}`);
