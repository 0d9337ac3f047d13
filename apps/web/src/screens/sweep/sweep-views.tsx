/** The views of a sweep: a brush on the axes is followed by the trade-off and by the table. */
import { useMemo } from 'preact/hooks';
import { type SweepMember, type SweepView } from '../../service/index.js';
import { HeatMap } from './heat-map.js';
import { Members } from './members.js';
import { type Brush, brushed, ParallelCoordinates } from './parallel-coordinates.js';
import { ranked, type SweptProps } from './swept.js';
import { TradeOff } from './trade-off.js';

interface ViewsProps {
  readonly members: readonly SweepMember[];
  readonly metric: string;
  readonly goal: string;
  /** Of a search: where its runs lose time to the best. */
  readonly behind: NonNullable<SweepView['plan']>['behind'];
  readonly brush: Brush;
  readonly onBrush: (brush: Partial<Brush>) => void;
}

/** Each is drawn again only where what it shows is other: there may be ten thousand points. */
export function SweepViews({ members, metric, goal, behind, brush, onBrush }: ViewsProps) {
  const swept = useMemo((): SweptProps => {
    const done = members.filter(({ metrics }) => metrics !== null);
    return { members: done, objective: { metric, goal } };
  }, [members, metric, goal]);
  const order = useMemo(() => ranked(swept), [swept]);
  const shown = useMemo(() => brushed(order, brush), [order, brush.share, brush.only]);
  const tradeOff = useMemo(
    () => <TradeOff members={shown} objective={swept.objective} />,
    [shown, swept.objective],
  );
  const heatMap = useMemo(() => <HeatMap {...swept} />, [swept]);
  return (
    <>
      {tradeOff}
      {heatMap}
      <ParallelCoordinates {...{ swept, shown, brush, onBrush }} />
      <Members members={shown} objective={swept.objective} behind={behind} />
    </>
  );
}
