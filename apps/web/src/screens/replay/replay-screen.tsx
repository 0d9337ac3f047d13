/** Replay: an experiment over days with faults, and what they cost. */
import { useUrlState } from '../../app/url-state.js';
import { NOTHING, useEngine } from '../../engine/index.js';
import { AnswerState, CopyButton, DownloadButton, NumberField, Page, SelectField } from '../../ui/index.js';
import { ReplayResult } from '../../ui/replay/replay-result.js';

const DEFAULTS = {
  experiment: 'deepseek-v3-mpft',
  faults: 'llama3-h100',
  recovery: 'deepseek',
  days: 20,
  replicas: 10,
  rateMultiple: 1,
  spareNodes: undefined as number | undefined,
};

export default function ReplayScreen() {
  const [state, change] = useUrlState('replay', DEFAULTS);
  const answer = useEngine('replay', state);
  const { value } = answer;
  const shown = value?.result.replay;
  return (
    <Page
      title="Replay"
      lead="The job over days: faults strike it, it recovers, and the time that they cost has a cause."
      actions={
        <>
          <CopyButton label="Copy link" text={() => location.href} />
          {value !== undefined && (
            <DownloadButton
              label="experiment.json"
              name="experiment.json"
              text={() => JSON.stringify(value.document, null, 2)}
            />
          )}
        </>
      }
    >
      <Choices state={state} onChange={change} />
      <AnswerState answer={answer} waiting="Playing the days" />
      {shown !== undefined && (
        <div class={answer.busy ? 'stale' : ''} aria-busy={answer.busy}>
          <ReplayResult replay={shown} />
        </div>
      )}
    </Page>
  );
}

interface ChoicesProps {
  readonly state: typeof DEFAULTS;
  readonly onChange: (change: Partial<typeof DEFAULTS>) => void;
}

function Choices({ state, onChange }: ChoicesProps) {
  const { value: catalog } = useEngine('catalog', NOTHING);
  return (
    <form class="card row" aria-label="The replay" onSubmit={(event) => event.preventDefault()}>
      {(['experiment', 'faults', 'recovery'] as const).map((key) => (
        <SelectField
          key={key}
          label={key[0]?.toUpperCase() + key.slice(1)}
          value={state[key]}
          options={catalog?.presets[key === 'faults' ? 'fault-profile' : key] ?? [state[key]]}
          onChange={(word) => onChange({ [key]: word })}
        />
      ))}
      <NumberField label="Days" value={state.days} max={365} onChange={(days = 20) => onChange({ days })} />
      <NumberField
        label="Replicas"
        value={state.replicas}
        max={500}
        onChange={(replicas = 10) => onChange({ replicas })}
      />
      <NumberField
        label="Fault rates, times"
        value={state.rateMultiple}
        min={0}
        max={1000}
        step="any"
        onChange={(rateMultiple = 1) => onChange({ rateMultiple })}
      />
      <NumberField
        label="Spare nodes"
        value={state.spareNodes}
        min={0}
        placeholder="as usual"
        onChange={(spareNodes) => onChange({ spareNodes })}
      />
    </form>
  );
}
