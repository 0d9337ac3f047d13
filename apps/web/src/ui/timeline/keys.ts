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
}

export const KEYS: readonly (readonly [keys: string, meaning: string])[] = [
  ['W, S', 'zoom in, zoom out'],
  ['A, D', 'to the left, to the right'],
  ['F', 'fit the selection, or everything'],
  ['. and ,', 'next and previous slice of the track'],
  ['↑ and ↓', 'track above and below'],
  ['/', 'find'],
  ['Esc', 'clear the selection'],
];

const ZOOM = 0.7;
const PAN = 0.15;

/** What a key changes; undefined where it means nothing here. */
export function keyPressed(key: string, state: KeyState): Partial<KeyState> | undefined {
  const { data, view, selected } = state;
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
