/** The picture of a timeline, and what the mouse does in it. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Bars } from './bars.js';
import { sliceAt } from './data.js';
import { pinToggled, type Selection } from './keys.js';
import { coloursOf, labelsOf, paint, type Picture, timeAt } from './paint.js';
import { AXIS, heightOf, inSight, mostTop, ROW, type Rows, trackAt } from './rows.js';
import { panned, type Viewport, zoomed } from './viewport.js';

export type Area = NonNullable<Picture['area']>;

interface CanvasProps extends Pick<Picture, 'data' | 'view' | 'find'> {
  readonly selected: Selection | undefined;
  readonly area: Area | undefined;
  readonly pinned: readonly number[];
  readonly label: string;
  readonly onView: (view: Viewport) => void;
  readonly onSelect: (selected: Selection | undefined) => void;
  readonly onArea: (area: Area | undefined) => void;
  readonly onPin: (pinned: readonly number[]) => void;
}

export function Canvas(props: CanvasProps) {
  const { data, view, selected, area, pinned, find, label } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const bars = useRef<Bars>(undefined);
  const [width, setWidth] = useState(800);
  const [labels, setLabels] = useState(0);
  const [top, setTop] = useState(0);
  const height = heightOf(data.tracks.length, pinned);
  const rows: Rows = { tracks: data.tracks.length, pinned, height, top };
  useEffect(() => {
    const place = canvas.current?.parentElement;
    if (place == null) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.max(320, place.clientWidth)));
    observer.observe(place);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d', { alpha: false });
    if (context != null) setLabels(labelsOf(context, data, width));
  }, [data, width]);
  useEffect(() => scrollTo(rows, selected?.track, setTop), [selected]);
  const colours = useColours(data);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const context = scaled(canvas.current, width, height);
      bars.current ??= new Bars();
      const picture = { data, view, rows, width, labels, ratio: devicePixelRatio, selected, area, find };
      if (context !== null) paint(context, bars.current, picture, colours());
    });
    return () => cancelAnimationFrame(frame);
  });
  const mouse = useMouse(props, { width, labels, rows, setTop });
  return (
    <div class="timeline-place">
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label={`${label}: ${data.tracks.length} tracks. W, A, S, D zoom and pan; full stop selects.`}
        style={{ width: `${width}px`, height: `${height}px` }}
        {...mouse}
      />
    </div>
  );
}

/** Rows move so that a track is seen. */
function scrollTo(rows: Rows, track: number | undefined, setTop: (top: number) => void): void {
  if (track === undefined) return;
  const [first, last] = inSight(rows);
  if (track > first && track < last - 1) return;
  setTop(Math.max(0, Math.min(mostTop(rows), (track - (last - first) / 2) * ROW)));
}

/** Read again when the theme is another. */
function useColours(data: Picture['data']): () => ReturnType<typeof coloursOf> {
  const kept = useRef<{ of: string; colours: ReturnType<typeof coloursOf> }>(undefined);
  return () => {
    const of = `${document.documentElement.dataset['theme']} ${data.kinds.join()}`;
    if (kept.current?.of !== of) kept.current = { of, colours: coloursOf(data) };
    return kept.current.colours;
  };
}

/** The canvas at the resolution of the screen. */
function scaled(
  canvas: HTMLCanvasElement | null,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const context = canvas?.getContext('2d', { alpha: false }) ?? null;
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
  readonly labels: number;
  readonly rows: Rows;
  readonly setTop: (top: number) => void;
}

const CLICK_PX = 3;

/** Click selects, on a label pins; drag marks an area; wheel scrolls, with Ctrl zooms and with Shift pans. */
function useMouse(
  { data, view, pinned, onView, onSelect, onArea, onPin }: CanvasProps,
  { width, labels, rows, setTop }: Scroll,
) {
  const drag = useRef<{ readonly x: number; readonly y: number } | undefined>(undefined);
  const at = (event: MouseEvent) => ({ x: event.offsetX, y: event.offsetY });
  const click = ({ x, y }: { x: number; y: number }): void => {
    const track = trackAt(rows, y);
    if (x < labels) {
      onPin(pinToggled(pinned, track));
      return;
    }
    const found = data.tracks[track];
    const slice = found === undefined ? undefined : sliceAt(found, timeAt(view, { width, labels }, x));
    onSelect(slice === undefined ? undefined : { track, slice });
  };
  const areaTo = ({ x, y }: { x: number; y: number }): Area | undefined => {
    const from = drag.current;
    if (from === undefined || Math.abs(x - from.x) < CLICK_PX) return undefined;
    const [first, last] = [trackAt(rows, from.y), trackAt(rows, y)].sort((a, b) => a - b) as [number, number];
    const [fromS, toS] = [from.x, x]
      .map((each) => timeAt(view, { width, labels }, Math.max(labels, each)))
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
      if (areaTo(place) === undefined && place.y > AXIS) click(place);
      drag.current = undefined;
    },
    onWheel: (event: WheelEvent) => {
      const most = mostTop(rows);
      if (event.ctrlKey)
        onView(
          zoomed(
            view,
            event.deltaY > 0 ? 1.2 : 1 / 1.2,
            timeAt(view, { width, labels }, event.offsetX),
            data.endS,
          ),
        );
      else if (event.shiftKey || event.deltaX !== 0)
        onView(panned(view, (event.deltaX || event.deltaY) / width, data.endS));
      else if (most > 0) setTop(Math.max(0, Math.min(most, rows.top + event.deltaY)));
      else return;
      event.preventDefault();
    },
  };
}
