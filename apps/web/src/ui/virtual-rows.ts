/** Which rows of a long table are in sight. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { useEffect, useReducer, useRef } from 'preact/hooks';

const ROW_PX = 30;
/** Shorter tables are shown whole. */
const MOST_WHOLE = 150;
const BEYOND = 12;
/** Before the place of the table is known. */
const FIRST_DRAWN = 40;

export interface VirtualRows {
  readonly place: { current: HTMLDivElement | null };
  readonly first: number;
  readonly last: number;
  readonly isLong: boolean;
  /** Pixels of the rows above and below. */
  readonly above: number;
  readonly below: number;
}

/** @param height of a row, in pixels */
export function useVirtualRows(count: number, height = ROW_PX): VirtualRows {
  const place = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer((drawn: number, _: null) => drawn + 1, 0);
  const virtualizer = useRef<Virtualizer<HTMLDivElement, Element>>(undefined);
  virtualizer.current ??= new Virtualizer(optionsOf(0));

  function optionsOf(rows: number) {
    return {
      count: rows,
      getScrollElement: () => place.current,
      estimateSize: () => height,
      overscan: BEYOND,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => redraw(null),
    };
  }
  const isLong = count > MOST_WHOLE;
  virtualizer.current.setOptions(optionsOf(isLong ? count : 0));
  useEffect(() => virtualizer.current?._didMount(), []);
  useEffect(() => virtualizer.current?._willUpdate());
  if (!isLong) return { place, isLong, first: 0, last: count, above: 0, below: 0 };
  const items = virtualizer.current.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, (items.at(-1)?.index ?? FIRST_DRAWN) + 1];
  return { place, isLong, first, last, above: first * height, below: Math.max(0, count - last) * height };
}
