/** A step as rows of slices, one for each rank's compute stream. */
import { type RecordedTimeline } from '@railyard/parallelism';
import { scaleLinear } from 'd3-scale';
import { type Chart, hueOf, legend, rect, shown, text } from './svg.js';

const CATEGORIES = [
  'forward',
  'backward',
  'weight',
  'forward-backward',
  'bubble',
  'optimizer',
  'communication',
];
const STREAMS = new Set(['compute', 'gradients', 'parameters', 'optimizer']);
const WIDTH = 1000;
const LABELS = 60;
const ROW = 16;
/** Narrower slices are not drawn: a reader could not tell them apart. */
const LEAST_PX = 0.4;

export function timelineChart(id: string, title: string, { ranks }: RecordedTimeline): Chart {
  const streams = ranks
    .filter(({ name }) => name.startsWith('rank'))
    .map(({ rank, streams: all }) => ({
      rank,
      slices: all.filter(({ name }) => STREAMS.has(name)).flatMap(({ slices }) => slices),
    }));
  const end = streams.reduce(
    (latest, { slices }) =>
      slices.reduce((at, { startS, durationS }) => Math.max(at, startS + durationS), latest),
    0,
  );
  const x = scaleLinear([0, end || 1], [LABELS, WIDTH - 10]);
  const key = legend(CATEGORIES, LABELS, 0, WIDTH - LABELS);
  const rows = streams.map(({ rank, slices }, row) => {
    const y = key.height + row * ROW;
    const drawn = slices
      .filter(({ durationS }) => x(durationS) - x(0) >= LEAST_PX)
      .map(({ startS, durationS, category = '' }) =>
        rect(x(startS), y, x(durationS) - x(0), ROW - 3, hueOf(Math.max(0, CATEGORIES.indexOf(category)))),
      );
    return text(LABELS - 6, y + 10, `rank ${rank}`, 'end') + drawn.join('');
  });
  const bottom = key.height + streams.length * ROW;
  const ticks = x.ticks(8).map((value) => text(x(value), bottom + 14, `${shown(value)} s`, 'middle', 'soft'));
  return { id, title, width: WIDTH, height: bottom + 20, body: key.body + rows.join('') + ticks.join('') };
}
