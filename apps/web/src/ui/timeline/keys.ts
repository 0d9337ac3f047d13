/** Keys of the timeline: those of Perfetto. */
import { type TimelineData } from './data.js';
import { around, panned, type Viewport, whole, zoomed } from './viewport.js';

export interface Selection {
  readonly track: number;
  readonly slice: number;
}

export interface KeyState {
  readonly data: TimelineData;
  readonly view: Viewport;
  readonly selected?: Selection | undefined;
  /** Tracks that stay in sight. */
  readonly pinned: readonly number[];
  readonly sheet: Sheet;
}

/** Ways to look at a timeline, by their keys. */
export const SHEETS = { '1': 'Timeline', '2': 'By track', '3': 'By work' } as const;
export type Sheet = keyof typeof SHEETS;

export const KEYS: readonly (readonly [keys: string, meaning: string])[] = [
  ['W, S', 'zoom in, zoom out'],
  ['A, D', 'to the left, to the right'],
  ['F', 'fit the selection, or everything'],
  ['. and ,', 'next and previous slice of the track'],
  ['↑ and ↓', 'track above and below'],
  ['P', 'pin the track of the selection, or let it go'],
  ['/', 'find'],
  ['1, 2, 3', 'timeline, totals by track, totals by work'],
  ['Esc', 'clear the selection'],
];

const ZOOM = 0.7;
const PAN = 0.15;

/** What a key changes; undefined where it means nothing here. */
export function keyPressed(key: string, state: KeyState): Partial<KeyState> | undefined {
  if (isSheet(key)) return { sheet: key };
  return state.sheet === '1' ? keyOfPicture(key, state) : undefined;
}

const isSheet = (key: string): key is Sheet => key in SHEETS;

/** A track joins those that are pinned, or leaves them. */
export const pinToggled = (pinned: readonly number[], track: number): readonly number[] =>
  pinned.includes(track) ? pinned.filter((each) => each !== track) : [...pinned, track];

function keyOfPicture(key: string, state: KeyState): Partial<KeyState> | undefined {
  const { data, view, selected, pinned } = state;
  const middle = (view.fromS + view.toS) / 2;
  switch (key.toLowerCase()) {
    case 'w':
      return { view: zoomed(view, ZOOM, middle, data.endS) };
    case 's':
      return { view: zoomed(view, 1 / ZOOM, middle, data.endS) };
    case 'a':
      return { view: panned(view, -PAN, data.endS) };
    case 'd':
      return { view: panned(view, PAN, data.endS) };
    case 'f':
      return { view: focused(state) };
    case 'p':
      return selected === undefined ? {} : { pinned: pinToggled(pinned, selected.track) };
    case 'escape':
      return { selected: undefined };
    case '.':
      return moved(state, { track: selected?.track ?? 0, slice: (selected?.slice ?? -1) + 1 });
    case ',':
      return moved(state, { track: selected?.track ?? 0, slice: (selected?.slice ?? 1) - 1 });
    case 'arrowdown':
      return moved(state, { track: (selected?.track ?? -1) + 1, slice: 0 });
    case 'arrowup':
      return moved(state, { track: (selected?.track ?? 1) - 1, slice: 0 });
    default:
      return undefined;
  }
}

function focused({ data, selected }: KeyState): Viewport {
  const track = selected === undefined ? undefined : data.tracks[selected.track];
  const start = track?.starts[selected?.slice ?? 0];
  const end = track?.ends[selected?.slice ?? 0];
  return start === undefined || end === undefined ? whole(data.endS) : around(start, end, data.endS);
}

/** To a slice that exists, with the view moved so that it is seen. */
function moved({ data, view }: KeyState, to: Selection): Partial<KeyState> {
  const track = data.tracks[to.track];
  const start = track?.starts[to.slice];
  if (track === undefined || start === undefined) return {};
  const length = view.toS - view.fromS;
  const isSeen = start >= view.fromS && start < view.toS;
  return {
    selected: to,
    ...(isSeen ? {} : { view: panned({ fromS: start - length / 2, toS: start + length / 2 }, 0, data.endS) }),
  };
}
