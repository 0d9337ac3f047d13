/**
 * What links carry in one step, or while one checkpoint is written: by plane, for the busiest links, and for
 * the busiest link of every class.
 */
import { elementAt } from '@railyard/base';
import { LINK_CLASSES, type LinkAccount, VERTEX_KINDS, linkName } from '@railyard/cluster';
import { TRAFFIC_CLASSES } from '@railyard/parallelism';

/** Bytes by class of traffic; a class that sends nothing is left out. */
export type BytesByClass = Readonly<Record<string, number>>;

export interface PlaneLoad {
  /** -1 where the fabric has no planes. */
  readonly plane: number;
  /** What NICs send into the plane in one step; as much comes out of it. */
  readonly bytesByClass: BytesByClass;
}

export interface LoadedLink {
  /** The first of the links that carry exactly this, `alike` in number. */
  readonly name: string;
  readonly class: string;
  readonly plane: number;
  readonly bytesByClass: BytesByClass;
  /** Mean share of what the link can carry, over the whole step. */
  readonly utilisation: number;
  readonly alike: number;
}

/**
 * What the bytes of a link are of: a step has no checkpoint among them, and `utilisation` is the mean over
 * the step or over the write.
 */
export type LoadPeriod = 'step' | 'checkpoint';

export interface BusiestOfClass extends LoadedLink {
  readonly per: LoadPeriod;
}

/** Links of one class that carry the same. */
interface Kind {
  readonly link: number;
  readonly utilisation: number;
  alike: number;
}

export interface LinkLoads {
  readonly account: LinkAccount;
  /** Names of the account's classes of traffic. */
  readonly names: readonly string[];
  /** [links] bytes of all classes of traffic. */
  readonly total: Float64Array;
  /** The time over which utilisations are means. */
  readonly seconds: number;
  /** [classes of links] the busiest kind of each that there is, whether or not it carries anything. */
  readonly byClass: readonly (Kind | undefined)[];
}

export interface StepLoads extends LinkLoads {
  /** The busiest kinds of links that carry anything, busiest first. */
  readonly top: readonly Kind[];
}

export interface CheckpointWrite extends LinkLoads {
  /** The busiest kind of link of every hop from a GPU to storage, in order. */
  readonly hops: readonly Kind[];
}

const TOP_LINKS = 20;
/** Loads that differ by less are the same load added up in another order. */
const ALIKE = 1e-9;
const CHECKPOINT_CLASSES = ['checkpoint'] as const;

export function planeLoads(account: LinkAccount): readonly PlaneLoad[] {
  const { linkPlane, tables } = account.fabric.graph;
  const planes = new Map<number, Float64Array>();
  for (const uplink of tables.nicUplink) {
    let bytes = planes.get(elementAt(linkPlane, uplink));
    if (bytes === undefined)
      planes.set(elementAt(linkPlane, uplink), (bytes = new Float64Array(account.classes)));
    for (let c = 0; c < account.classes; c += 1) bytes[c] = elementAt(bytes, c) + account.bytesOf(c, uplink);
  }
  return [...planes]
    .sort((a, b) => a[0] - b[0])
    .map(([plane, bytes]) => ({ plane, bytesByClass: named(TRAFFIC_CLASSES, (c) => elementAt(bytes, c)) }));
}

/** One pass over the links: kinds are distinguished by class of link and bytes of every class of traffic. */
export function stepLoads(account: LinkAccount, seconds: number): StepLoads {
  const {
    graph: { linkClass },
    capacity,
  } = account.fabric;
  const top: Kind[] = [];
  const byClass: (Kind | undefined)[] = LINK_CLASSES.map(() => undefined);
  // Neighbours in the graph mostly carry the same.
  const last = byClass.slice();
  const total = account.totals();
  /** Of what is listed, once the list is full. */
  let least = 0;
  for (let link = 0; link < total.length; link += 1) {
    // All arrays are of the graph's links: no call for each of them in what is the longest loop of a section.
    const of = linkClass[link] ?? 0;
    const bytes = total[link] ?? 0;
    // A link that is down carries nothing.
    const utilisation = bytes === 0 ? 0 : bytes / ((capacity[link] ?? 0) * seconds);
    const busiest = byClass[of];
    const listed = utilisation > 0 && utilisation >= least;
    if (!listed && busiest !== undefined && utilisation < busiest.utilisation * (1 - ALIKE)) continue;
    const known = last[of];
    if (known !== undefined && alike(account, known, link, utilisation)) {
      known.alike += 1;
      continue;
    }
    const same =
      busiest !== undefined && alike(account, busiest, link, utilisation)
        ? busiest
        : top.find((kind) => alike(account, kind, link, utilisation));
    const kind = same ?? { link, utilisation, alike: 0 };
    kind.alike += 1;
    last[of] = kind;
    if (same !== undefined) continue;
    if (busiest === undefined || utilisation > busiest.utilisation) byClass[of] = kind;
    if (!listed) continue;
    insert(top, kind);
    if (top.length === TOP_LINKS) least = elementAt(top, TOP_LINKS - 1).utilisation * (1 - ALIKE);
  }
  return { account, names: TRAFFIC_CLASSES, total, seconds, top, byClass };
}

/**
 * A write crosses several links of one class, one after the other, so kinds are distinguished by what they
 * connect too.
 */
export function checkpointLoads(account: LinkAccount, seconds: number): CheckpointWrite {
  const {
    graph: { linkFrom, linkTo, linkClass, vertexKind },
    capacity,
  } = account.fabric;
  const hops = new Map<number, Kind>();
  const byClass: (Kind | undefined)[] = LINK_CLASSES.map(() => undefined);
  const total = account.totals();
  for (let link = 0; link < total.length; link += 1) {
    if (total[link] === 0) continue;
    const hop =
      elementAt(vertexKind, elementAt(linkFrom, link)) * VERTEX_KINDS.length +
      elementAt(vertexKind, elementAt(linkTo, link));
    const utilisation = elementAt(total, link) / (elementAt(capacity, link) * seconds);
    const busiest = hops.get(hop);
    if (busiest === undefined || utilisation > busiest.utilisation * (1 + ALIKE))
      hops.set(hop, { link, utilisation, alike: 1 });
    else if (alike(account, busiest, link, utilisation)) busiest.alike += 1;
  }
  for (const kind of hops.values())
    if (kind.utilisation > (byClass[elementAt(linkClass, kind.link)]?.utilisation ?? 0))
      byClass[elementAt(linkClass, kind.link)] = kind;
  return {
    account,
    names: CHECKPOINT_CLASSES,
    total,
    seconds,
    byClass,
    hops: [...hops].sort(([a], [b]) => a - b).map(([, kind]) => kind),
  };
}

export const topLinks = (loads: StepLoads): readonly LoadedLink[] =>
  loads.top.map((kind) => loadedLink(loads, kind));

export const checkpointHops = (loads: CheckpointWrite): readonly LoadedLink[] =>
  loads.hops.map((kind) => loadedLink(loads, kind));

/**
 * In the order of the classes: of a step, every class but storage, where a step has no bytes; of a
 * checkpoint, the classes on its way. So one sees what would bound the job next, which a list of the busiest
 * links hides when all of them are NICs.
 */
export function busiestByClass(step: StepLoads, checkpoint: CheckpointWrite): readonly BusiestOfClass[] {
  const rows: BusiestOfClass[] = [];
  for (const [per, loads] of [
    ['step', step],
    ['checkpoint', checkpoint],
  ] as const) {
    LINK_CLASSES.forEach((name, code) => {
      const kind = loads.byClass[code];
      if (kind !== undefined && (per === 'checkpoint' || name !== 'storage'))
        rows.push({ ...loadedLink(loads, kind), per });
    });
  }
  return rows;
}

function loadedLink({ account, names }: LinkLoads, { link, utilisation, alike: count }: Kind): LoadedLink {
  const { graph } = account.fabric;
  return {
    name: linkName(graph, link),
    class: graph.classOf(link),
    plane: elementAt(graph.linkPlane, link),
    bytesByClass: named(names, (c) => account.bytesOf(c, link)),
    utilisation,
    alike: count,
  };
}

function alike(account: LinkAccount, kind: Kind, link: number, utilisation: number): boolean {
  if (Math.abs(kind.utilisation - utilisation) > ALIKE * utilisation) return false;
  const { linkClass } = account.fabric.graph;
  if (linkClass[kind.link] !== linkClass[link]) return false;
  for (let c = 0; c < account.classes; c += 1) {
    const one = account.bytesOf(c, kind.link);
    const other = account.bytesOf(c, link);
    if (Math.abs(one - other) > ALIKE * Math.max(one, other)) return false;
  }
  return true;
}

/** Busiest first; the first found stays before its equals. */
function insert(kinds: Kind[], kind: Kind): void {
  const at = kinds.findIndex((other) => other.utilisation < kind.utilisation);
  kinds.splice(at < 0 ? kinds.length : at, 0, kind);
  if (kinds.length > TOP_LINKS) kinds.pop();
}

function named(names: readonly string[], bytesOf: (trafficClass: number) => number): BytesByClass {
  return Object.fromEntries(
    names.map((name, c) => [name, bytesOf(c)] as const).filter(([, bytes]) => bytes > 0),
  );
}
