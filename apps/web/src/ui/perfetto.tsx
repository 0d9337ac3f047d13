/**
 * A trace handed to Perfetto: its page is opened, asked until it answers, and sent the bytes
 * (perfetto.dev, "Deep linking to the Perfetto UI"). They go from window to window, and to no server.
 */
import { useState } from 'preact/hooks';

const PERFETTO = 'https://ui.perfetto.dev';
const ASK_MS = 50;
const PATIENCE_MS = 20_000;

const FAILURES = {
  blocked: 'The browser blocked the window. Allow pop-ups for this page and try again',
  offline: 'Perfetto needs a network, and this browser has none. Try again later',
  silent: 'Perfetto did not answer. Try again later',
};
type Outcome = keyof typeof FAILURES | 'opened';

interface PerfettoProps {
  readonly title: string;
  /** Chrome trace JSON. */
  readonly trace: () => Promise<string>;
}

export function PerfettoButton({ title, trace }: PerfettoProps) {
  const [outcome, setOutcome] = useState<Outcome>();
  const [busy, setBusy] = useState(false);
  const open = async (): Promise<void> => {
    setBusy(true);
    setOutcome(undefined);
    setOutcome(await handOver(title, trace).finally(() => setBusy(false)));
  };
  return (
    <>
      <button type="button" disabled={busy} onClick={() => void open()}>
        {busy ? 'Opening Perfetto' : 'Open in Perfetto'}
      </button>
      {outcome !== undefined && outcome !== 'opened' && (
        <span role="alert">{FAILURES[outcome]}, or save the trace and drop it at ui.perfetto.dev.</span>
      )}
    </>
  );
}

async function handOver(title: string, trace: () => Promise<string>): Promise<Outcome> {
  if (!navigator.onLine) return 'offline';
  // Before anything is waited for: a browser opens windows for a click alone.
  const opened = window.open(PERFETTO);
  if (opened === null) return 'blocked';
  try {
    const [buffer, answered] = await Promise.all([trace().then(packed), hasAnswered(opened)]);
    if (!answered) return 'silent';
    opened.postMessage({ perfetto: { buffer, title } }, PERFETTO);
    return 'opened';
  } catch (error) {
    opened.close();
    throw error;
  }
}

/** A tenth of the bytes; Perfetto reads them as they are. */
const packed = (text: string): Promise<ArrayBuffer> =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();

/** Asks until the page is there to hear it. */
function hasAnswered(opened: Window): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (answered: boolean): void => {
      clearInterval(asking);
      clearTimeout(patience);
      removeEventListener('message', hear);
      resolve(answered);
    };
    const hear = ({ origin, source, data }: MessageEvent<unknown>): void => {
      if (origin === PERFETTO && source === opened && data === 'PONG') end(true);
    };
    const asking = setInterval(() => (opened.closed ? end(false) : opened.postMessage('PING', '*')), ASK_MS);
    const patience = setTimeout(() => end(false), PATIENCE_MS);
    addEventListener('message', hear);
  });
}
