/**
 * Draws the visible part of a timeline. A pixel is drawn once for each track: what would fall on it besides
 * is skipped by a search, so a frame costs the same for a thousand slices and for a million.
 */
import { hue, variable } from '../colours.js';
import { seconds } from '../format.js';
import { type TimelineData, type Track, firstEndingAfter, nextEndingAfter } from './data.js';
import { type Viewport } from './viewport.js';

export const ROW = 20;
export const AXIS = 22;
export const LABELS = 150;
const TEXT_FROM_PX = 26;
const MOST_ARROWS = 400;

export interface Picture {
  readonly data: TimelineData;
  readonly view: Viewport;
  readonly width: number;
  readonly height: number;
  /** Pixels that are scrolled away above. */
  readonly top: number;
  readonly selected?: { readonly track: number; readonly slice: number } | undefined;
  readonly area?:
    { readonly fromS: number; readonly toS: number; readonly tracks: readonly number[] } | undefined;
  /** Lower-case text that names must hold to stand out. */
  readonly find: string;
}

interface Colours {
  readonly kinds: readonly string[];
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly back: string;
  readonly accent: string;
}

export const coloursOf = ({ kinds }: TimelineData): Colours => ({
  kinds: kinds.map((_, kind) => hue(kind)),
  text: variable('--text'),
  muted: variable('--muted'),
  line: variable('--line'),
  back: variable('--panel'),
  accent: variable('--accent'),
});

export const timeAt = ({ view, width }: Pick<Picture, 'view' | 'width'>, x: number): number =>
  view.fromS + ((x - LABELS) / (width - LABELS)) * (view.toS - view.fromS);

export function paint(context: CanvasRenderingContext2D, picture: Picture, colours: Colours): void {
  const { data, width, height, top, view } = picture;
  const x = (timeS: number): number =>
    LABELS + ((timeS - view.fromS) / (view.toS - view.fromS)) * (width - LABELS);
  context.fillStyle = colours.back;
  context.fillRect(0, 0, width, height);
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  const first = Math.max(0, Math.floor(top / ROW));
  const last = Math.min(data.tracks.length - 1, Math.ceil((top + height - AXIS) / ROW));
  const found: Found = { bars: data.kinds.map(() => []), faint: [], texts: [] };
  for (let place = first; place <= last; place += 1) {
    const track = data.tracks[place];
    if (track !== undefined) collect(found, picture, track, AXIS + place * ROW - top, x);
  }
  paintBars(context, found, colours);
  paintArrows(context, picture, colours, x);
  paintMarks(context, picture, colours, x);
  paintLabels(context, picture, colours, first, last);
  paintAxis(context, picture, colours, x);
}

/** What is seen of tracks. A bar is three numbers: left, top, width; a colour is set once for its kind. */
interface Found {
  readonly bars: readonly number[][];
  readonly faint: number[];
  readonly texts: {
    readonly name: string;
    readonly left: number;
    readonly y: number;
    readonly wide: number;
  }[];
}

function collect(
  { bars, faint, texts }: Found,
  { view, width, find }: Picture,
  track: Track,
  y: number,
  x: (timeS: number) => number,
): void {
  const perPixel = (view.toS - view.fromS) / (width - LABELS);
  let slice = firstEndingAfter(track, view.fromS);
  while (slice < track.starts.length) {
    const start = track.starts[slice] ?? Infinity;
    if (start >= view.toS) break;
    const left = Math.max(LABELS, x(start));
    const end = track.ends[slice] ?? start;
    const wide = Math.max(1, Math.min(width, x(end)) - left);
    const isFaint = find !== '' && wide > 1 && !track.name(slice).toLowerCase().includes(find);
    (isFaint ? faint : bars[track.kinds[slice] ?? 0])?.push(left, y + 2, wide > 2 ? wide - 1 : wide);
    if (wide > TEXT_FROM_PX && !isFaint) texts.push({ name: track.name(slice), left, y, wide });
    // What ends on the same pixel is not drawn again.
    slice = wide <= 1 ? nextEndingAfter(track, Math.max(end, start + perPixel), slice + 1) : slice + 1;
  }
}

function paintBars(context: CanvasRenderingContext2D, { bars, faint, texts }: Found, colours: Colours): void {
  const fill = (all: readonly number[]): void => {
    for (let at = 0; at < all.length; at += 3)
      context.fillRect(all[at] ?? 0, all[at + 1] ?? 0, all[at + 2] ?? 0, ROW - 4);
  };
  bars.forEach((all, kind) => {
    context.fillStyle = colours.kinds[kind] ?? colours.text;
    fill(all);
  });
  context.fillStyle = colours.line;
  fill(faint);
  context.fillStyle = '#000';
  for (const { name, left, y, wide } of texts)
    if (context.measureText(name).width < wide - 6) context.fillText(name, left + 3, y + ROW / 2);
}

function paintArrows(
  context: CanvasRenderingContext2D,
  { data, view, top, height }: Picture,
  colours: Colours,
  x: (timeS: number) => number,
): void {
  const shown = data.arrows.filter(({ from, to }) => to.timeS > view.fromS && from.timeS < view.toS);
  if (shown.length > MOST_ARROWS) return;
  context.strokeStyle = colours.muted;
  context.globalAlpha = 0.6;
  context.beginPath();
  for (const { from, to } of shown) {
    const [y1, y2] = [from, to].map(({ track }) => AXIS + track * ROW - top + ROW / 2) as [number, number];
    if (Math.max(y1, y2) < AXIS || Math.min(y1, y2) > height) continue;
    context.moveTo(Math.max(LABELS, x(from.timeS)), y1);
    context.lineTo(Math.max(LABELS, x(to.timeS)), y2);
  }
  context.stroke();
  context.globalAlpha = 1;
}

function paintMarks(
  context: CanvasRenderingContext2D,
  { data, selected, area, top }: Picture,
  colours: Colours,
  x: (timeS: number) => number,
): void {
  if (area !== undefined) {
    const [firstTrack = 0] = area.tracks;
    context.fillStyle = colours.accent;
    context.globalAlpha = 0.2;
    const left = x(area.fromS);
    context.fillRect(left, AXIS + firstTrack * ROW - top, x(area.toS) - left, area.tracks.length * ROW);
    context.globalAlpha = 1;
  }
  const track = selected === undefined ? undefined : data.tracks[selected.track];
  if (selected === undefined || track === undefined) return;
  const left = x(track.starts[selected.slice] ?? 0);
  context.strokeStyle = colours.text;
  context.lineWidth = 2;
  context.strokeRect(
    left,
    AXIS + selected.track * ROW - top + 1,
    Math.max(2, x(track.ends[selected.slice] ?? 0) - left),
    ROW - 2,
  );
  context.lineWidth = 1;
}

function paintLabels(
  context: CanvasRenderingContext2D,
  { data, height, top }: Picture,
  colours: Colours,
  first: number,
  last: number,
): void {
  context.fillStyle = colours.back;
  context.fillRect(0, 0, LABELS, height);
  context.fillStyle = colours.text;
  for (let place = first; place <= last; place += 1)
    context.fillText(data.tracks[place]?.label ?? '', 4, AXIS + place * ROW - top + ROW / 2, LABELS - 8);
}

/** Distances between ticks that read well. */
const NICE = [1, 2, 5, 10];
/** Days and hours. */
const UNITS = [86_400, 3600];

function paintAxis(
  context: CanvasRenderingContext2D,
  { view, width }: Picture,
  colours: Colours,
  x: (timeS: number) => number,
): void {
  context.fillStyle = colours.back;
  context.fillRect(0, 0, width, AXIS);
  const unit = UNITS.find((each) => view.toS - view.fromS > 2 * each) ?? 1;
  const least = ((view.toS - view.fromS) * 90) / (width - LABELS) / unit;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = (NICE.find((nice) => nice * power >= least) ?? 10) * power * unit;
  context.strokeStyle = colours.line;
  context.fillStyle = colours.muted;
  context.beginPath();
  for (let tick = Math.ceil(view.fromS / step); tick * step <= view.toS; tick += 1) {
    const at = x(tick * step);
    context.moveTo(at, AXIS - 5);
    context.lineTo(at, AXIS);
    if (at < width - 36) context.fillText(seconds(tick * step), at + 3, AXIS / 2);
  }
  context.moveTo(0, AXIS - 0.5);
  context.lineTo(width, AXIS - 0.5);
  context.stroke();
}
