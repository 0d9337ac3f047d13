/** What links carry in one step, by plane and for the busiest links. */
import { type LinkAccount, linkName } from '@railyard/cluster';
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

const TOP_LINKS = 12;
/** Loads that differ by less are the same load added up in another order. */
const ALIKE = 1e-9;

export function planeLoads(account: LinkAccount): readonly PlaneLoad[] {
  const { linkPlane, tables } = account.fabric.graph;
  const planes = new Map<number, Float64Array>();
  for (const uplink of tables.nicUplink) {
    let bytes = planes.get(linkPlane[uplink]!);
    if (bytes === undefined) planes.set(linkPlane[uplink]!, bytes = new Float64Array(account.classes));
    for (let c = 0; c < account.classes; c += 1) bytes[c]! += account.bytesOf(c, uplink);
  }
  return [...planes].sort((a, b) => a[0] - b[0]).map(([plane, bytes]) => ({ plane, bytesByClass: named((c) => bytes[c]!) }));
}

interface Kind {
  readonly link: number;
  readonly utilisation: number;
  alike: number;
}

/** One entry for each kind of link: same class, same bytes of every class of traffic. */
export function topLinks(account: LinkAccount, seconds: number): readonly LoadedLink[] {
  const { graph, capacity } = account.fabric;
  const kinds: Kind[] = [];
  for (let link = 0; link < account.links; link += 1) {
    let bytes = 0;
    for (let c = 0; c < account.classes; c += 1) bytes += account.bytesOf(c, link);
    const utilisation = bytes / (capacity[link]! * seconds);
    if (bytes === 0 || (kinds.length === TOP_LINKS && utilisation < kinds[TOP_LINKS - 1]!.utilisation * (1 - ALIKE))) continue;
    const same = kinds.find((kind) => alike(account, kind.link, link));
    if (same !== undefined) same.alike += 1;
    else insert(kinds, { link, utilisation, alike: 1 });
  }
  return kinds.map(({ link, utilisation, alike: count }) => ({
    name: linkName(graph, link), class: graph.classOf(link), plane: graph.linkPlane[link]!, bytesByClass: named((c) => account.bytesOf(c, link)), utilisation, alike: count,
  }));
}

function alike(account: LinkAccount, a: number, b: number): boolean {
  const { linkClass } = account.fabric.graph;
  if (linkClass[a] !== linkClass[b]) return false;
  for (let c = 0; c < account.classes; c += 1) {
    const [one, other] = [account.bytesOf(c, a), account.bytesOf(c, b)];
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

function named(bytesOf: (trafficClass: number) => number): BytesByClass {
  return Object.fromEntries(TRAFFIC_CLASSES.map((name, c) => [name, bytesOf(c)] as const).filter(([, bytes]) => bytes > 0));
}
