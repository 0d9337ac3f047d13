/**
 * The bars of a frame as pixels: a line for each row, stretched to the row's height when it is drawn. What
 * falls on a pixel besides is skipped by a search, so a frame costs the same for a thousand slices and for a
 * million. The image is kept between frames of one size.
 */
import { type TimelineData, type Track, firstEndingAfter, nextEndingAfter } from './data.js';
import { ROW } from './rows.js';
import { type Viewport } from './viewport.js';

const TEXT_FROM_PX = 26;
/** Below it bars touch, so that many do not become a grey raster. */
const GAP_FROM_PX = 3;
const OPAQUE = 0xff000000;

export interface Inks {
  /** [kinds] as `inkOf` gives them. */
  readonly kinds: Uint32Array;
  /** Of bars that are not what one looks for. */
  readonly faint: number;
}

/** `#rrggbb` as a pixel of an image on a little-endian machine. */
export function inkOf(colour: string): number {
  const rgb = parseInt(colour.slice(1), 16);
  return (OPAQUE | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}

/** What a frame shows of a timeline. */
export interface Shown {
  readonly data: TimelineData;
  readonly view: Viewport;
  /** Lower-case text that names must hold to stand out. */
  readonly find: string;
}

interface Text {
  readonly track: Track;
  readonly slice: number;
  readonly left: number;
  readonly wide: number;
  readonly y: number;
}

export class Bars {
  private canvas = new OffscreenCanvas(1, 1);
  private image = new ImageData(1, 1);
  private pixels = new Uint32Array(this.image.data.buffer);
  private count = 0;
  /** [rows] tops. */
  private tops = new Float64Array(1);
  private readonly texts: Text[] = [];

  /** @param wide of a row, in pixels of the page; @param ratio pixels of the screen to one of the page */
  begin(rows: number, wide: number, ratio: number): void {
    const width = Math.max(1, Math.round(wide * ratio));
    if (width !== this.image.width || rows > this.image.height) {
      this.image = new ImageData(width, rows);
      this.canvas = new OffscreenCanvas(width, rows);
      this.pixels = new Uint32Array(this.image.data.buffer);
      this.tops = new Float64Array(rows);
    } else this.pixels.fill(0);
    this.count = 0;
    this.texts.length = 0;
  }

  /** A row of a track's bars, with its top at `y`. */
  add(track: Track, y: number, { view, find }: Shown, inks: Inks, ratio: number): void {
    const { width } = this.image;
    const { starts, ends, kinds } = track;
    const scale = width / (view.toS - view.fromS);
    const base = this.count * width;
    this.tops[this.count] = y;
    this.count += 1;
    for (let slice = firstEndingAfter(track, view.fromS); slice < starts.length;) {
      const start = starts[slice] ?? Infinity;
      if (start >= view.toS) break;
      const left = Math.max(0, Math.floor((start - view.fromS) * scale));
      const end = Math.min(width, Math.round(((ends[slice] ?? start) - view.fromS) * scale));
      const wide = Math.max(1, end - left);
      const isFaint = find !== '' && wide > 1 && !track.name(slice).toLowerCase().includes(find);
      const ink = isFaint ? inks.faint : (inks.kinds[kinds[slice] ?? 0] ?? 0);
      this.pixels.fill(ink, base + left, base + left + (wide >= GAP_FROM_PX ? wide - 1 : wide));
      if (wide > TEXT_FROM_PX * ratio && !isFaint)
        this.texts.push({ track, slice, left: left / ratio, wide: wide / ratio, y });
      slice = wide > 1 ? slice + 1 : nextEndingAfter(track, view.fromS + (left + 1) / scale, slice + 1);
    }
  }

  /** Draws the rows that were added. @param left where they begin, @param wide in pixels of the page */
  draw(context: CanvasRenderingContext2D, left: number, wide: number): void {
    const { width } = this.image;
    this.canvas.getContext('2d')?.putImageData(this.image, 0, 0, 0, 0, width, this.count);
    context.imageSmoothingEnabled = false;
    for (let row = 0; row < this.count; row += 1)
      context.drawImage(this.canvas, 0, row, width, 1, left, (this.tops[row] ?? 0) + 2, wide, ROW - 4);
    context.fillStyle = '#000';
    for (const { track, slice, left: from, wide: room, y } of this.texts) {
      const name = track.name(slice);
      if (widthOf(context, name) < room - 6) context.fillText(name, left + from + 3, y + ROW / 2);
    }
  }
}

/** [codes] widths of characters in the timeline's font; 0: not yet measured. */
const WIDTHS = new Float64Array(128);

/** Character by character: short names of a sans-serif are kerned by less than a pixel. */
function widthOf(context: CanvasRenderingContext2D, name: string): number {
  let sum = 0;
  for (let i = 0; i < name.length; i += 1) {
    const code = Math.min(127, name.charCodeAt(i));
    if (WIDTHS[code] === 0) WIDTHS[code] = context.measureText(name.charAt(i)).width;
    sum += WIDTHS[code] ?? 0;
  }
  return sum;
}
