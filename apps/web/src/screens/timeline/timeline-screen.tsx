/** Timeline: a step of an experiment, a schedule, or a trace that one drops. */
import { useMemo, useState } from 'preact/hooks';
import { useUrlState } from '../../app/url-state.js';
import { NOTHING, useEngine } from '../../engine/index.js';
import {
  AnswerState,
  Card,
  CopyButton,
  FileField,
  number,
  NumberField,
  Page,
  SelectField,
} from '../../ui/index.js';
import { sliceCount, Timeline, unpacked } from '../../ui/timeline/index.js';

const DEFAULTS = {
  source: 'deepseek-v3-mpft',
  schedule: 'dualpipe',
  ranks: 16 as number | undefined,
  microBatches: 64 as number | undefined,
  /** Labels of tracks that stay in sight. */
  pins: [] as readonly string[],
};
const SCHEDULE = 'a schedule';

export default function TimelineScreen() {
  const [state, change] = useUrlState('timeline', DEFAULTS);
  const [file, setFile] = useState<File>();
  const { source, schedule, ranks = 2, microBatches = 2 } = state;
  const answer = useEngine(
    'timeline',
    file !== undefined
      ? { kind: 'trace', name: file.name, content: file }
      : source === SCHEDULE
        ? { kind: 'schedule', name: schedule, ranks, microBatches }
        : { kind: 'experiment', preset: source },
  );
  const data = useMemo(
    () => (answer.value === undefined ? undefined : unpacked(answer.value)),
    [answer.value],
  );
  return (
    <Page
      title="Timeline"
      lead="What every stream of every rank does, with Perfetto's keys. Opens traces of profilers as well."
      actions={<CopyButton label="Copy link" text={() => location.href} />}
    >
      <Source state={state} onChange={change} onFile={setFile} />
      <AnswerState answer={answer} waiting="Recording the step" />
      {data !== undefined && (
        <Card title={file?.name ?? source} note={`${number(sliceCount(data), 7)} slices.`} wide>
          <Timeline
            data={data}
            label={file?.name ?? source}
            pins={state.pins}
            onPins={(pins) => change({ pins })}
          />
        </Card>
      )}
    </Page>
  );
}

interface SourceProps {
  readonly state: typeof DEFAULTS;
  readonly onChange: (change: Partial<typeof DEFAULTS>) => void;
  readonly onFile: (file: File | undefined) => void;
}

function Source({ state, onChange, onFile }: SourceProps) {
  const { value: catalog } = useEngine('catalog', NOTHING);
  const { source, schedule } = state;
  return (
    <form class="card row" aria-label="The source" onSubmit={(event) => event.preventDefault()}>
      <SelectField
        label="Step of"
        value={source}
        options={[...(catalog?.presets.experiment ?? [source]), SCHEDULE]}
        onChange={(word) => {
          onFile(undefined);
          onChange({ source: word });
        }}
      />
      {source === SCHEDULE && (
        <>
          <SelectField
            label="Schedule"
            value={schedule}
            options={catalog?.words['schedule.name']?.map(String) ?? [schedule]}
            onChange={(word) => onChange({ schedule: word })}
          />
          <NumberField label="Ranks" value={state.ranks} onChange={(value) => onChange({ ranks: value })} />
          <NumberField
            label="Micro-batches"
            value={state.microBatches}
            onChange={(value) => onChange({ microBatches: value })}
          />
        </>
      )}
      <FileField label="Or a Chrome trace" accept=".json,.gz" onFile={onFile} />
    </form>
  );
}
