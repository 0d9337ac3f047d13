/** Where the rows of a timeline are: pinned tracks first, which stay; below them all tracks, which scroll. */

export const ROW = 20;
export const AXIS = 22;
const MOST_ROWS = 24;
/** Between pinned rows and those that scroll. */
const GAP = 3;

export interface Rows {
  readonly tracks: number;
  /** Tracks that stay, from the top down. */
  readonly pinned: readonly number[];
  /** Pixels that are scrolled away. */
  readonly top: number;
  readonly height: number;
}

/** Where rows begin to scroll. */
export const scrolledFrom = ({ pinned }: Pick<Rows, 'pinned'>): number =>
  AXIS + pinned.length * ROW + (pinned.length > 0 ? GAP : 0);

export const heightOf = (tracks: number, pinned: readonly number[]): number =>
  scrolledFrom({ pinned }) + ROW * Math.min(MOST_ROWS, tracks) + 4;

/** As far as rows scroll. */
export const mostTop = (rows: Omit<Rows, 'top'>): number =>
  Math.max(0, rows.tracks * ROW - (rows.height - scrolledFrom(rows)));

/** Top of a track's row among those that scroll. */
export const yOf = (rows: Rows, track: number): number => scrolledFrom(rows) + track * ROW - rows.top;

/** First and last track of those that scroll into sight. */
export function inSight(rows: Rows): readonly [first: number, last: number] {
  const from = scrolledFrom(rows);
  return [
    Math.max(0, Math.floor(rows.top / ROW)),
    Math.min(rows.tracks - 1, Math.ceil((rows.top + rows.height - from) / ROW)),
  ];
}

/** The track at a height of the picture. */
export function trackAt(rows: Rows, y: number): number {
  const from = scrolledFrom(rows);
  const pinned = rows.pinned[Math.floor((y - AXIS) / ROW)];
  if (y < from && pinned !== undefined) return pinned;
  return Math.max(0, Math.min(rows.tracks - 1, Math.floor((y - from + rows.top) / ROW)));
}
