/** A timeline that one looks around in, with mouse and keys. */
import { type RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { number, percent, seconds } from '../format.js';
import { sliceAt, type TimelineData, type Total, totals } from './data.js';
import { KEYS, keyPressed, type KeyState, type Selection } from './keys.js';
import { AXIS, coloursOf, LABELS, paint, type Picture, ROW, timeAt } from './paint.js';
import { panned, type Viewport, whole, zoomed } from './viewport.js';

type Area = NonNullable<Picture['area']>;

const MOST_ROWS = 24;

interface TimelineProps {
  readonly data: TimelineData;
  readonly label: string;
  /** One of several: without tools of its own. */
  readonly compact?: boolean;
}

export function Timeline({ data, label, compact = false }: TimelineProps) {
  const [view, setView] = useState<Viewport>(() => whole(data.endS));
  const [selected, setSelected] = useState<Selection>();
  const [area, setArea] = useState<Area>();
  const [find, setFind] = useState('');
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    setView(whole(data.endS));
    setSelected(undefined);
    setArea(undefined);
  }, [data]);

  const change = (part: Partial<KeyState>): void => {
    if (part.view !== undefined) setView(part.view);
    if ('selected' in part) setSelected(part.selected);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '/') search.current?.focus();
    const part = event.key === '/' ? {} : keyPressed(event.key, { data, view, selected });
    if (part === undefined) return;
    event.preventDefault();
    if (event.key === 'Escape') setArea(undefined);
    change(part);
  };
  return (
    <div class="timeline">
      {!compact && <Tools data={data} find={find} onFind={setFind} search={search} />}
      <Canvas
        {...{ data, view, selected, area, label, onKeyDown }}
        find={find.toLowerCase()}
        onView={setView}
        onSelect={setSelected}
        onArea={setArea}
      />
      {(!compact || selected !== undefined || area !== undefined) && (
        <Selected data={data} selected={selected} area={area} />
      )}
    </div>
  );
}

interface ToolsProps {
  readonly data: TimelineData;
  readonly find: string;
  readonly onFind: (text: string) => void;
  readonly search: RefObject<HTMLInputElement | null>;
}

function Tools({ data, find, onFind, search }: ToolsProps) {
  return (
    <div class="timeline-tools">
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
      <details class="keys">
        <summary>Keys</summary>
        <dl>
          {KEYS.map(([keys, meaning]) => (
            <div key={keys}>
              <dt>{keys}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
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

interface CanvasProps extends Pick<Picture, 'data' | 'view' | 'find'> {
  readonly selected: Selection | undefined;
  readonly area: Area | undefined;
  readonly label: string;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onView: (view: Viewport) => void;
  readonly onSelect: (selected: Selection | undefined) => void;
  readonly onArea: (area: Area | undefined) => void;
}

function Canvas(props: CanvasProps) {
  const { data, view, selected, area, find, label, onKeyDown } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(800);
  const [top, setTop] = useState(0);
  const height = AXIS + ROW * Math.min(MOST_ROWS, data.tracks.length) + 4;
  const most = Math.max(0, data.tracks.length * ROW - (height - AXIS));
  useEffect(() => {
    const place = canvas.current?.parentElement;
    if (place == null) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.max(320, place.clientWidth)));
    observer.observe(place);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const context = scaled(canvas.current, width, height);
      if (context !== null)
        paint(context, { data, view, width, height, top, selected, area, find }, coloursOf(data));
    });
    return () => cancelAnimationFrame(frame);
  });
  const mouse = useMouse(props, { width, top, most, setTop });
  return (
    <div class="timeline-place">
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label={`${label}: ${data.tracks.length} tracks. W, A, S, D zoom and pan; full stop selects.`}
        style={{ width: `${width}px`, height: `${height}px` }}
        onKeyDown={onKeyDown}
        {...mouse}
      />
    </div>
  );
}

/** The canvas at the resolution of the screen. */
function scaled(
  canvas: HTMLCanvasElement | null,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const context = canvas?.getContext('2d') ?? null;
  const ratio = devicePixelRatio;
  if (canvas === null || context === null) return null;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

interface Scroll {
  readonly width: number;
  readonly top: number;
  readonly most: number;
  readonly setTop: (top: number) => void;
}

const CLICK_PX = 3;

/** Click selects, drag marks an area, wheel scrolls, with Ctrl zooms and with Shift pans. */
function useMouse(
  { data, view, onView, onSelect, onArea }: CanvasProps,
  { width, top, most, setTop }: Scroll,
) {
  const drag = useRef<{ readonly x: number; readonly y: number } | undefined>(undefined);
  const at = (event: MouseEvent) => ({ x: event.offsetX, y: event.offsetY });
  const trackAt = (y: number): number =>
    Math.max(0, Math.min(data.tracks.length - 1, Math.floor((y - AXIS + top) / ROW)));
  const areaTo = ({ x, y }: { x: number; y: number }): Area | undefined => {
    const from = drag.current;
    if (from === undefined || Math.abs(x - from.x) < CLICK_PX) return undefined;
    const [first, last] = [trackAt(from.y), trackAt(y)].sort((a, b) => a - b) as [number, number];
    const [fromS, toS] = [from.x, x]
      .map((each) => timeAt({ view, width }, Math.max(LABELS, each)))
      .sort((a, b) => a - b) as [number, number];
    return { fromS, toS, tracks: Array.from({ length: last - first + 1 }, (_, i) => first + i) };
  };
  return {
    onMouseDown: (event: MouseEvent) => {
      drag.current = at(event);
      onArea(undefined);
    },
    onMouseMove: (event: MouseEvent) => {
      if (drag.current !== undefined) onArea(areaTo(at(event)));
    },
    onMouseUp: (event: MouseEvent) => {
      const place = at(event);
      if (areaTo(place) === undefined && place.y > AXIS) {
        const track = trackAt(place.y);
        const found = data.tracks[track];
        const slice = found === undefined ? undefined : sliceAt(found, timeAt({ view, width }, place.x));
        onSelect(slice === undefined ? undefined : { track, slice });
      }
      drag.current = undefined;
    },
    onWheel: (event: WheelEvent) => {
      if (event.ctrlKey)
        onView(
          zoomed(view, event.deltaY > 0 ? 1.2 : 1 / 1.2, timeAt({ view, width }, event.offsetX), data.endS),
        );
      else if (event.shiftKey || event.deltaX !== 0)
        onView(panned(view, (event.deltaX || event.deltaY) / width, data.endS));
      else if (most > 0) setTop(Math.max(0, Math.min(most, top + event.deltaY)));
      else return;
      event.preventDefault();
    },
  };
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
  if (area !== undefined) {
    const length = area.toS - area.fromS;
    return (
      <p class="timeline-selected" role="status">
        {seconds(length)} of {area.tracks.length} {area.tracks.length === 1 ? 'track' : 'tracks'}:{' '}
        {totals(data, area.fromS, area.toS, area.tracks)
          .map((total) => totalText(total, length * area.tracks.length))
          .join(', ')}
      </p>
    );
  }
  const track = selected === undefined ? undefined : data.tracks[selected.track];
  if (selected === undefined || track === undefined)
    return <p class="timeline-selected muted">Click a slice, or drag over an area for its totals.</p>;
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
