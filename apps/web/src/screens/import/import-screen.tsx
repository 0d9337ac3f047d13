/** Import: a recorded profile, on another device, and compared with the twin's own step. */
import { useState } from 'preact/hooks';
import { useUrlState } from '../../app/url-state.js';
import { NOTHING, type RecordingAnswer, useEngine } from '../../engine/index.js';
import { AnswerState, FileField, Notice, Page, SelectField } from '../../ui/index.js';
import { Difference } from './difference.js';
import { Recorded } from './recorded.js';

const DEFAULTS = { retarget: '', against: '' };

export default function ImportScreen() {
  const [state, change] = useUrlState('import', DEFAULTS);
  const [file, setFile] = useState<File>();
  const { value: catalog } = useEngine('catalog', NOTHING);
  const { retarget, against } = state;
  const answer = useEngine(
    'recording',
    file === undefined
      ? undefined
      : {
          name: file.name,
          content: file,
          ...(retarget === '' ? {} : { retarget }),
          ...(against === '' ? {} : { against }),
        },
  );
  return (
    <Page
      title="Import"
      lead="A trace of the PyTorch profiler: streams, overlap, kernels. It stays on this machine."
    >
      <form class="card row" aria-label="The recording" onSubmit={(event) => event.preventDefault()}>
        <FileField label="Trace (.json, .json.gz)" accept=".json,.gz" onFile={setFile} />
        <SelectField
          label="On another device"
          value={retarget}
          options={[['', 'as recorded'], ...(catalog?.presets.device ?? [])]}
          onChange={(word) => change({ retarget: word })}
        />
        <SelectField
          label="Beside the step of"
          value={against}
          options={[['', 'nothing'], ...(catalog?.presets.experiment ?? [])]}
          onChange={(word) => change({ against: word })}
        />
      </form>
      {file === undefined && (
        <Notice
          kind="empty"
          title="Choose a trace"
          text="Export one with torch.profiler's export_chrome_trace; .gz is unpacked here."
        />
      )}
      <AnswerState answer={answer} waiting="Reading the trace" />
      {answer.value !== undefined && <Shown answer={answer.value} />}
    </Page>
  );
}

function Shown({ answer: { profile, difference } }: { readonly answer: RecordingAnswer }) {
  return (
    <div class="cards">
      <Recorded profile={profile} />
      {difference !== undefined && <Difference difference={difference} />}
    </div>
  );
}
