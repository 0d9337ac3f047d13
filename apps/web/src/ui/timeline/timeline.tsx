/** A timeline that one looks around in, with mouse and keys. */
import { type RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { number, percent, seconds } from '../format.js';
import { type Area, Canvas } from './canvas.js';
import { type TimelineData, type Total, totals } from './data.js';
import { keyPressed, type KeyState, type Selection, type Sheet, SHEETS } from './keys.js';
import { ByTrack, ByWork } from './sheets.js';
import { type Viewport, whole } from './viewport.js';

interface TimelineProps {
  readonly data: TimelineData;
  readonly label: string;
  /** One of several: without tools of its own. */
  readonly compact?: boolean;
  /** Labels of tracks that stay in sight, from the start. */
  readonly pins?: readonly string[];
  readonly onPins?: (labels: readonly string[]) => void;
}

const NO_PINS: readonly string[] = [];

export function Timeline({ data, label, compact = false, pins = NO_PINS, onPins }: TimelineProps) {
  const [view, setView] = useState<Viewport>(() => whole(data.endS));
  const [selected, setSelected] = useState<Selection>();
  const [area, setArea] = useState<Area>();
  const [find, setFind] = useState('');
  const [sheet, setSheet] = useState<Sheet>('1');
  const [pinned, setPinned] = useState(() => placesOf(data, pins));
  const search = useRef<HTMLInputElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    setView(whole(data.endS));
    setSelected(undefined);
    setArea(undefined);
    setPinned(placesOf(data, pins));
  }, [data]);

  const pin = (tracks: readonly number[]): void => {
    setPinned(tracks);
    onPins?.(tracks.map((track) => data.tracks[track]?.label ?? ''));
  };
  const change = (part: Partial<KeyState>): void => {
    if (part.view !== undefined) setView(part.view);
    if ('selected' in part) setSelected(part.selected);
    if (part.pinned !== undefined) pin(part.pinned);
    if (part.sheet !== undefined) showSheet(part.sheet);
  };
  // The canvas goes with its sheet, and must not take the focus with it.
  const showSheet = (next: Sheet): void => {
    setSheet(next);
    frame.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === search.current) return;
    if (event.key === '/') search.current?.focus();
    const part = event.key === '/' ? {} : keyPressed(event.key, { data, view, selected, pinned, sheet });
    if (part === undefined) return;
    event.preventDefault();
    if (event.key === 'Escape') setArea(undefined);
    change(part);
  };
  return (
    <div class="timeline" ref={frame} tabIndex={-1} onKeyDown={onKeyDown}>
      {!compact && <Tools {...{ data, find, search, sheet }} onFind={setFind} onSheet={showSheet} />}
      {sheet === '1' && (
        <Canvas
          {...{ data, view, selected, area, label, pinned }}
          find={find.toLowerCase()}
          onView={setView}
          onSelect={setSelected}
          onArea={setArea}
          onPin={pin}
        />
      )}
      <Tables sheet={sheet} data={data} view={area ?? view} />
      {sheet === '1' && (!compact || selected !== undefined || area !== undefined) && (
        <Selected data={data} selected={selected} area={area} />
      )}
    </div>
  );
}

function Tables({
  sheet,
  data,
  view,
}: {
  readonly sheet: Sheet;
  readonly data: TimelineData;
  readonly view: Viewport;
}) {
  if (sheet === '2') return <ByTrack data={data} view={view} />;
  return sheet === '3' ? <ByWork data={data} view={view} /> : null;
}

const placesOf = ({ tracks }: TimelineData, labels: readonly string[]): readonly number[] =>
  labels.map((label) => tracks.findIndex((track) => track.label === label)).filter((place) => place >= 0);

interface ToolsProps {
  readonly data: TimelineData;
  readonly find: string;
  readonly onFind: (text: string) => void;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly sheet: Sheet;
  readonly onSheet: (sheet: Sheet) => void;
}

function Tools({ data, find, onFind, search, sheet, onSheet }: ToolsProps) {
  return (
    <div class="timeline-tools">
      <div class="choice" role="group" aria-label="Shown as">
        {(Object.entries(SHEETS) as [Sheet, string][]).map(([key, title]) => (
          <button
            key={key}
            type="button"
            aria-pressed={key === sheet}
            title={`Key ${key}`}
            onClick={() => onSheet(key)}
          >
            {title}
          </button>
        ))}
      </div>
      <Legend data={data} />
      <label>
        Find{' '}
        <input
          ref={search}
          type="search"
          value={find}
          onInput={({ currentTarget }) => onFind(currentTarget.value)}
        />
      </label>
    </div>
  );
}

export function Legend({ data }: { readonly data: TimelineData }) {
  const present = useMemo(() => new Set(data.tracks.flatMap(({ kinds }) => [...new Set(kinds)])), [data]);
  return (
    <ul class="legend">
      {data.kinds
        .map((kind, place) => [kind, place] as const)
        .filter(([, place]) => present.has(place))
        .map(([kind, place]) => (
          <li key={kind}>
            <i class={`hue-${place}`} /> {kind}
          </li>
        ))}
    </ul>
  );
}

/** What is selected, in words; of an area, time by kind of work. */
function Selected({
  data,
  selected,
  area,
}: {
  readonly data: TimelineData;
  readonly selected: Selection | undefined;
  readonly area: Area | undefined;
}) {
  const sums = useMemo(
    () => (area === undefined ? [] : totals(data, area.fromS, area.toS, area.tracks)),
    [data, area],
  );
  if (area !== undefined) {
    const length = area.toS - area.fromS;
    return (
      <p class="timeline-selected" role="status">
        {seconds(length)} of {area.tracks.length} {area.tracks.length === 1 ? 'track' : 'tracks'}:{' '}
        {sums.map((total) => totalText(total, length * area.tracks.length)).join(', ')}
      </p>
    );
  }
  const track = selected === undefined ? undefined : data.tracks[selected.track];
  if (selected === undefined || track === undefined)
    return (
      <p class="timeline-selected muted">
        Click a slice, drag over an area for its totals, click a label to pin its track. Keys: ?
      </p>
    );
  const start = track.starts[selected.slice] ?? 0;
  return (
    <p class="timeline-selected" role="status">
      <strong>{track.name(selected.slice)}</strong> on {track.label}, from {seconds(start)}, for{' '}
      {seconds((track.ends[selected.slice] ?? start) - start)}
    </p>
  );
}

const totalText = ({ kind, seconds: time, count }: Total, whole: number): string =>
  `${kind} ${seconds(time)} (${percent(time / whole)}, ${number(count)})`;
