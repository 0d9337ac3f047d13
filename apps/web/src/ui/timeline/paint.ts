/** Draws the visible part of a timeline: bars, arrows, what is selected, labels and the axis. */
import { hue, variable } from '../colours.js';
import { seconds } from '../format.js';
import { type Bars, inkOf, type Inks, type Shown } from './bars.js';
import { type Arrow, type TimelineData } from './data.js';
import { AXIS, inSight, ROW, type Rows, scrolledFrom, yOf } from './rows.js';
import { type Viewport } from './viewport.js';

const MOST_ARROWS = 400;

export interface Picture extends Shown {
  readonly rows: Rows;
  readonly width: number;
  /** Pixels of the column of labels, at the left. */
  readonly labels: number;
  readonly ratio: number;
  readonly selected?: { readonly track: number; readonly slice: number } | undefined;
  readonly area?:
    { readonly fromS: number; readonly toS: number; readonly tracks: readonly number[] } | undefined;
}

export interface Colours {
  readonly inks: Inks;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly back: string;
  readonly accent: string;
}

/** As the style sheet has them in the theme that is shown: reading them costs, so once for each theme. */
export const coloursOf = ({ kinds }: TimelineData): Colours => ({
  inks: {
    kinds: Uint32Array.from(kinds, (_, kind) => inkOf(hue(kind))),
    faint: inkOf(variable('--line')),
  },
  text: variable('--text'),
  muted: variable('--muted'),
  line: variable('--line'),
  back: variable('--panel'),
  accent: variable('--accent'),
});

export const timeAt = (
  view: Viewport,
  { width, labels }: Pick<Picture, 'width' | 'labels'>,
  x: number,
): number => view.fromS + ((x - labels) / (width - labels)) * (view.toS - view.fromS);

const FONT = '11px system-ui, sans-serif';
const LABEL_MARGIN = 4;
/** Of a narrow picture; longer labels are squeezed. */
const MOST_LABELS = 0.38;

/** As wide as the longest label needs, and no more of the picture than leaves room for time. */
export function labelsOf(context: CanvasRenderingContext2D, { tracks }: TimelineData, width: number): number {
  context.font = FONT;
  const longest = tracks.reduce((most, { label }) => (label.length > most.length ? label : most), '');
  const wanted = context.measureText(longest).width + 3 * LABEL_MARGIN;
  return Math.ceil(Math.min(wanted, MOST_LABELS * width));
}

/** @param bars kept between frames of one canvas */
export function paint(
  context: CanvasRenderingContext2D,
  bars: Bars,
  picture: Picture,
  colours: Colours,
): void {
  const { width, labels, rows, view } = picture;
  const x = (timeS: number): number =>
    labels + ((timeS - view.fromS) / (view.toS - view.fromS)) * (width - labels);
  context.fillStyle = colours.back;
  context.fillRect(0, 0, width, rows.height);
  context.font = FONT;
  context.textBaseline = 'middle';
  const [first, last] = inSight(rows);
  const shown = Array.from(
    { length: last - first + 1 },
    (_, i) => [first + i, yOf(rows, first + i)] as const,
  );
  paintRows(context, bars, picture, colours, shown);
  paintArrows(context, picture, colours, x);
  paintMarks(context, picture, colours, x);
  paintLabels(context, picture, colours, shown);
  if (rows.pinned.length > 0) {
    const from = scrolledFrom(rows);
    context.fillStyle = colours.back;
    context.fillRect(0, 0, width, from);
    const pinned = rows.pinned.map((track, i) => [track, AXIS + i * ROW] as const);
    paintRows(context, bars, picture, colours, pinned);
    paintLabels(context, picture, colours, pinned);
    context.fillStyle = colours.muted;
    context.fillRect(0, from - 2, width, 1);
  }
  paintAxis(context, picture, colours, x);
}

type ShownRows = readonly (readonly [track: number, y: number])[];

function paintRows(
  context: CanvasRenderingContext2D,
  bars: Bars,
  picture: Picture,
  { inks }: Colours,
  shown: ShownRows,
): void {
  const wide = picture.width - picture.labels;
  bars.begin(shown.length, wide, picture.ratio);
  for (const [place, y] of shown) {
    const track = picture.data.tracks[place];
    if (track !== undefined) bars.add(track, y, picture, inks, picture.ratio);
  }
  bars.draw(context, picture.labels, wide);
}

/** None where there are more than one could follow. */
function paintArrows(
  context: CanvasRenderingContext2D,
  { data, view, rows, labels }: Picture,
  colours: Colours,
  x: (timeS: number) => number,
): void {
  const isShown = ({ from, to }: Arrow): boolean => to.timeS > view.fromS && from.timeS < view.toS;
  let count = 0;
  for (const arrow of data.arrows) if (isShown(arrow) && (count += 1) > MOST_ARROWS) return;
  context.strokeStyle = colours.muted;
  context.globalAlpha = 0.6;
  context.beginPath();
  for (const arrow of data.arrows) {
    if (!isShown(arrow)) continue;
    const { from, to } = arrow;
    const [y1, y2] = [yOf(rows, from.track) + ROW / 2, yOf(rows, to.track) + ROW / 2];
    if (Math.max(y1, y2) < AXIS || Math.min(y1, y2) > rows.height) continue;
    context.moveTo(Math.max(labels, x(from.timeS)), y1);
    context.lineTo(Math.max(labels, x(to.timeS)), y2);
  }
  context.stroke();
  context.globalAlpha = 1;
}

function paintMarks(
  context: CanvasRenderingContext2D,
  { data, selected, area, rows }: Picture,
  colours: Colours,
  x: (timeS: number) => number,
): void {
  if (area !== undefined) {
    const [firstTrack = 0] = area.tracks;
    context.fillStyle = colours.accent;
    context.globalAlpha = 0.2;
    const left = x(area.fromS);
    context.fillRect(left, yOf(rows, firstTrack), x(area.toS) - left, area.tracks.length * ROW);
    context.globalAlpha = 1;
  }
  const track = selected === undefined ? undefined : data.tracks[selected.track];
  if (selected === undefined || track === undefined) return;
  const left = x(track.starts[selected.slice] ?? 0);
  const wide = Math.max(2, x(track.ends[selected.slice] ?? 0) - left);
  context.strokeStyle = colours.text;
  context.lineWidth = 2;
  context.strokeRect(left, yOf(rows, selected.track) + 1, wide, ROW - 2);
  context.lineWidth = 1;
}

function paintLabels(
  context: CanvasRenderingContext2D,
  { data, labels }: Picture,
  colours: Colours,
  shown: ShownRows,
): void {
  const [top = 0, bottom = 0] = [shown[0]?.[1], (shown.at(-1)?.[1] ?? 0) + ROW];
  context.fillStyle = colours.back;
  context.fillRect(0, top, labels, bottom - top);
  context.fillStyle = colours.text;
  for (const [track, y] of shown)
    context.fillText(data.tracks[track]?.label ?? '', LABEL_MARGIN, y + ROW / 2, labels - 2 * LABEL_MARGIN);
}

/** Distances between ticks that read well. */
const NICE = [1, 2, 5, 10];
/** Days and hours. */
const UNITS = [86_400, 3600];

function paintAxis(
  context: CanvasRenderingContext2D,
  { view, width, labels }: Picture,
  colours: Colours,
  x: (timeS: number) => number,
): void {
  context.fillStyle = colours.back;
  context.fillRect(0, 0, width, AXIS);
  const unit = UNITS.find((each) => view.toS - view.fromS > 2 * each) ?? 1;
  const least = ((view.toS - view.fromS) * 90) / (width - labels) / unit;
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
