/** Compare: experiments beside each other, first what differs. */
import { useState } from 'preact/hooks';
import { useUrlState } from '../../app/url-state.js';
import { NOTHING, useEngine } from '../../engine/index.js';
import { AnswerState, Card, CopyButton, FileField, Page, SelectField } from '../../ui/index.js';
import { Compared } from './compared.js';

const DEFAULTS = {
  experiments: ['deepseek-v3-mpft', 'deepseek-v3-mrft'] as readonly string[],
  baseline: 0,
};
const MOST = 4;

export default function CompareScreen() {
  const [state, change] = useUrlState('compare', DEFAULTS);
  const { value: catalog } = useEngine('catalog', NOTHING);
  const [all, setAll] = useState(false);
  const { experiments, baseline } = state;
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
        <SelectField
          label="Baseline"
          value={String(baseline)}
          options={experiments.map((text, place) => [String(place), nameOf(text, place)] as const)}
          onChange={(place) => change({ baseline: Number(place) })}
        />
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

const nameOf = (text: string, place: number): string =>
  /^[\w.-]+$/.test(text) ? text : (/^name:\s*(\S+)/m.exec(text)?.[1] ?? `experiment ${place + 1}`);
