/** The network as a picture: tiers below each other, planes side by side; a click fails a part. */
import { useMemo } from 'preact/hooks';
import { type DrawnCluster } from '../../engine/index.js';
import { cableOf } from './link-card.js';
import { type DrawnPlace, type Places, placesOf } from './places.js';

interface DrawingProps {
  readonly drawn: DrawnCluster;
  readonly fail: readonly string[];
  readonly onToggle: (part: string) => void;
  /** Both ends of a cable, by their names. */
  readonly onLink: (link: string) => void;
  /** The one that is looked at. */
  readonly link: string;
  /** Mean share of its rate by name of a link, of what is shown. */
  readonly loads: ReadonlyMap<string, number>;
}

export function Drawing({ drawn, fail, onToggle, onLink, link, loads }: DrawingProps) {
  const layout = useMemo(() => placesOf(drawn), [drawn]);
  const { places, nics, width, height, planes } = layout;
  const failed = new Set(fail);
  const isDown: IsDown = ({ name, plane }) => failed.has(name) || failed.has(`plane:${plane}`);
  return (
    <div class="drawing-place">
      <svg
        class="drawing"
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={`Network of ${drawn.name}`}
      >
        <Cables {...{ layout, drawn, loads, failed, isDown, onLink, link }} />
        <Node layout={layout} drawn={drawn} loads={loads} />
        {planes.map(({ name, x }) => (
          <Part
            key={name}
            label={name}
            place={{ name, x, y: 14, plane: -1 }}
            tier="plane"
            down={failed.has(name)}
            onToggle={onToggle}
          />
        ))}
        {places.map((place, i) => (
          <Part
            key={place.name}
            label={place.name}
            place={place}
            tier={drawn.switches[i]?.tier ?? 'leaf'}
            down={isDown(place)}
            onToggle={onToggle}
          />
        ))}
        {nics.map(({ nic }) => (
          <Part
            key={nic.name}
            label={nic.name}
            place={nic}
            tier="nic"
            down={isDown(nic)}
            onToggle={onToggle}
          />
        ))}
      </svg>
    </div>
  );
}

type IsDown = (place: DrawnPlace) => boolean;

interface CablesProps extends Pick<DrawingProps, 'drawn' | 'loads' | 'onLink' | 'link'> {
  readonly layout: Places;
  readonly failed: ReadonlySet<string>;
  readonly isDown: IsDown;
}

/** Between switches, and from the NICs of node 0 to theirs. */
function Cables({ layout: { places, nics }, drawn, loads, failed, isDown, onLink, link }: CablesProps) {
  const between = drawn.cables.flatMap(({ from, to, count }) => {
    const [a, b] = [places[from], places[to]];
    return a === undefined || b === undefined ? [] : [{ a, b, count }];
  });
  return (
    <g>
      {[...between, ...nics.map(({ nic, to }) => ({ a: nic, b: to, count: 1 }))].map(({ a, b, count }) => {
        const load = Math.max(loads.get(`${a.name} ${b.name}`) ?? 0, loads.get(`${b.name} ${a.name}`) ?? 0);
        const name = `${a.name} ${b.name}`;
        const isCut = failed.has(cableOf(name));
        const isChosen = link === name || link === `${b.name} ${a.name}`;
        return (
          <g key={name} class={isChosen ? 'cable-place chosen' : 'cable-place'} onClick={() => onLink(name)}>
            <title>{`${a.name} – ${b.name}`}</title>
            <line x1={a.x} y1={a.y} x2={b.x} y2={b.y} class="reach" />
            <Cable {...{ a, b, count, load }} down={isCut || isDown(a) || isDown(b)} />
          </g>
        );
      })}
    </g>
  );
}

interface CableProps {
  readonly a: DrawnPlace;
  readonly b: DrawnPlace;
  readonly count: number;
  readonly load: number;
  readonly down: boolean;
}

function Cable({ a, b, count, load, down }: CableProps) {
  return (
    <line
      x1={a.x}
      y1={a.y}
      x2={b.x}
      y2={b.y}
      class={down ? 'cable down' : load > 0 ? 'cable loaded' : 'cable'}
      stroke-width={0.6 + Math.min(2, Math.log2(count + 1) / 3) + 2 * load}
      stroke-opacity={down ? 1 : 0.35 + 0.65 * load}
    />
  );
}

interface PartProps {
  readonly label: string;
  readonly place: DrawnPlace;
  readonly tier: string;
  readonly down: boolean;
  readonly onToggle: (part: string) => void;
}

/** A cross is drawn through what is down: the colour does not say it alone. */
function Part({ label, place: { name, x, y }, tier, down, onToggle }: PartProps) {
  const wide = tier === 'plane' ? 54 : 12;
  const toggle = (event: Event): void => {
    event.preventDefault();
    onToggle(name);
  };
  return (
    <g
      class={down ? `part ${tier} down` : `part ${tier}`}
      role="button"
      tabindex={0}
      aria-pressed={down}
      aria-label={`${label}${down ? ', failed' : ''}`}
      onClick={toggle}
      onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ' ? toggle(event) : undefined)}
    >
      <title>{label}</title>
      <rect x={x - wide / 2} y={y - 6} width={wide} height={12} rx={tier === 'nic' ? 6 : 2} />
      {tier === 'plane' && (
        <text x={x} y={y + 3.5} text-anchor="middle">
          {label}
        </text>
      )}
      {down && <path d={`M${x - 6} ${y - 6}l12 12m0 -12l-12 12`} />}
    </g>
  );
}

interface NodeProps {
  readonly layout: Places;
  readonly drawn: DrawnCluster;
  readonly loads: DrawingProps['loads'];
}

/** Node 0: GPUs below their NICs, and the NVLink groups that join them, mostly one. */
function Node({ layout: { gpus, nics, domain }, drawn: { spec }, loads }: NodeProps) {
  const switchY = domain.y + domain.high - 22;
  const { nvlinkGpus = gpus.length, nvlinkGBps } = spec.device;
  const groups = Math.ceil(gpus.length / nvlinkGpus);
  const wide = domain.wide / groups;
  return (
    <g>
      <rect class="domain" x={domain.x} y={domain.y} width={domain.wide} height={domain.high} rx={6} />
      {Array.from({ length: groups }, (_, group) => (
        <rect
          key={group}
          class="nvswitch"
          x={domain.x + group * wide + 40 / groups}
          y={switchY}
          width={wide - 80 / groups}
          height={12}
          rx={2}
        />
      ))}
      <text x={domain.x + domain.wide / 2} y={switchY + 9.5} text-anchor="middle">
        node 0, {groups > 1 ? `${groups} NVLink groups of ${nvlinkGpus}` : 'NVLink domain'}: {nvlinkGBps} GB/s
        a GPU
      </text>
      {gpus.map((gpu, place) => {
        const nic = nics[Math.floor((place * nics.length) / gpus.length)]?.nic;
        const group = groups > 1 ? `:${Math.floor(place / nvlinkGpus)}` : '';
        const load = loads.get(`${gpu.name} node:0/nvswitch${group}`) ?? 0;
        const below = { name: '', x: gpu.x, y: switchY, plane: -1 };
        return (
          <g key={gpu.name} class="gpu">
            {nic !== undefined && <Cable a={gpu} b={nic} count={1} load={0} down={false} />}
            <Cable a={gpu} b={below} count={1} load={load} down={false} />
            <rect x={gpu.x - 7} y={gpu.y - 7} width={14} height={14} rx={2}>
              <title>{gpu.name}</title>
            </rect>
          </g>
        );
      })}
    </g>
  );
}
