/**
 * What a run's links carry, for a reader: planes that are alike on one line, the busiest link of every class,
 * and the busiest of all.
 */
import { elementAt } from '@railyard/base';
import {
  type BytesByClass,
  type CheckedInvariant,
  type CheckpointLoads,
  type ExperimentResult,
  type LoadedLink,
  type NetworkLoads,
  type PlaneLoad,
} from '@railyard/experiments';
import { type Cell, type Table, show } from './format.js';

/** A result that an older engine made lacks what that engine did not tell. */
type Shown = Partial<NetworkLoads>;

/** Of the busiest links; JSON has all. */
const SHOWN = 10;
/** Classes of traffic, from the one that bounds most steps to the one that is in none. */
const CLASSES = ['expert', 'pipeline', 'data', 'tensor', 'checkpoint'] as const;
/** Loads that print the same are reported once. */
const ALIKE = 1e-6;
/** Sums of a million messages that differ by less are equal but for how they were rounded. */
const ROUNDING = 1e-12;

const gigabytes = (bytes: number | undefined): Cell => (bytes === undefined ? undefined : bytes / 1e9);
const percent = (share: number): number => 100 * share;
const rounded = (share: number): string => `${Number(percent(share).toPrecision(3))} %`;

/** What NICs send into every plane. */
export function planeTable({ network }: Pick<ExperimentResult, 'network'>): Table {
  const { planes = [], storagePlane } = network as Shown;
  const storage =
    storagePlane === undefined ? [] : [{ name: 'storage', bytesByClass: storagePlane.bytesByClass }];
  return {
    title: 'Network: what NICs send into every plane in a step, and into storage for a checkpoint',
    ...planeRows([
      ...alikePlanes(planes).map((group) => ({
        name: planeNames(group),
        bytesByClass: elementAt(group, 0).bytesByClass,
      })),
      ...storage,
    ]),
    plain: planeRows([
      ...planes.map(({ plane, bytesByClass }) => ({ name: String(plane), bytesByClass })),
      ...storage,
    ]),
  };
}

export function linkTables({ network }: Pick<ExperimentResult, 'network'>): readonly Table[] {
  const { busiestByClass = [], topLinks = [], checkpoint } = network as Shown;
  return [
    linksTable(
      'Busiest link of every class, over the step',
      busiestByClass.filter(({ per }) => per === 'step'),
    ),
    linksTable('Busiest links, over the step', topLinks.slice(0, SHOWN)),
    linksTable('Busiest links of a checkpoint, hop by hop, while it is written', checkpoint?.links ?? []),
  ];
}

export function networkNotes(
  { network }: Pick<ExperimentResult, 'network'>,
  withLinks: boolean,
): readonly string[] {
  const { topLinks = [], checkpoint, invariants = [] } = network as Shown;
  return [
    withLinks ? linksNote(topLinks.length) : LINKS_ON_REQUEST,
    ...(checkpoint?.links === undefined ? [] : [written(checkpoint)]),
    ...(invariants.length === 0 ? [] : [checked(invariants)]),
  ];
}

const LINKS_ON_REQUEST =
  'Network: bytes of one step. Add --links for the busiest links, those of a checkpoint and the switches ' +
  'by tier.';

const linksNote = (links: number): string =>
  `Network: bytes of one step, utilisation its mean; as many links as \`alike\` says carry the same.` +
  (links > SHOWN ? ` ${links - SHOWN} more of the busiest links are in --json.` : '');

function written({ writeSeconds, stepsBetween }: CheckpointLoads): string {
  const often =
    stepsBetween === undefined
      ? 'how often is for a replay section to say'
      : `one every ${show(stepsBetween)} steps`;
  return (
    `Checkpoint: bytes of one write, which takes ${show(writeSeconds)} s (${often}); they are not ` +
    `among those of a step.`
  );
}

/** `0 to 7, each`; planes that carry the same, and no other between them. */
function alikePlanes(planes: readonly PlaneLoad[]): readonly (readonly PlaneLoad[])[] {
  const groups: PlaneLoad[][] = [];
  for (const plane of planes) {
    const last = groups.at(-1);
    if (last !== undefined && sameBytes(elementAt(last, 0).bytesByClass, plane.bytesByClass))
      last.push(plane);
    else groups.push([plane]);
  }
  return groups;
}

function sameBytes(a: BytesByClass, b: BytesByClass): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(
    (name) => Math.abs((a[name] ?? 0) - (b[name] ?? 0)) <= ALIKE * Math.max(a[name] ?? 0, b[name] ?? 0),
  );
}

function planeNames(group: readonly PlaneLoad[]): string {
  const first = elementAt(group, 0).plane;
  const last = elementAt(group, group.length - 1).plane;
  if (first < 0) return 'all';
  return first === last ? String(first) : `${first} to ${last}, each`;
}

interface Carrier {
  readonly name: string;
  readonly bytesByClass: BytesByClass;
}

function planeRows(planes: readonly Carrier[]): Pick<Table, 'columns' | 'rows'> {
  const classes = classesOf(planes);
  return {
    columns: ['plane', ...classes.map((name) => `${name} (GB)`)],
    rows: planes.map(({ name, bytesByClass }) => [name, ...classes.map((of) => gigabytes(bytesByClass[of]))]),
  };
}

function linksTable(title: string, links: readonly LoadedLink[]): Table {
  const classes = classesOf(links);
  return {
    title,
    columns: ['class', 'link', ...classes.map((name) => `${name} (GB)`), 'utilisation (%)', 'alike'],
    rows: links.map((link): readonly Cell[] => [
      link.class,
      link.name,
      ...classes.map((of) => gigabytes(link.bytesByClass[of])),
      percent(link.utilisation),
      link.alike,
    ]),
  };
}

/** Classes of traffic that anything here carries. */
function classesOf(carriers: readonly { readonly bytesByClass: BytesByClass }[]): readonly string[] {
  const present = new Set(carriers.flatMap(({ bytesByClass }) => Object.keys(bytesByClass)));
  return CLASSES.filter((name) => present.has(name));
}

function checked(invariants: readonly CheckedInvariant[]): string {
  const broken = invariants.filter(({ holds }) => !holds).length;
  const worst = (...names: readonly CheckedInvariant['name'][]): number =>
    Math.max(0, ...invariants.filter(({ name }) => names.includes(name)).map(({ measured }) => measured));
  const lost = worst('bytes-received', 'bytes-passed-on');
  const loads = invariants
    .filter(({ name }) => name === 'load-within-capacity')
    .map(({ measured, per }) => `${rounded(measured)} (${per})`);
  return [
    `Checked: ${
      broken === 0
        ? `all ${invariants.length} invariants hold`
        : `${broken} of ${invariants.length} invariants are BROKEN`
    }`,
    lost < ROUNDING
      ? 'bytes received = sent'
      : `bytes received and sent differ by ${lost.toExponential(0)} of them`,
    `busiest link ${loads.join(', ')}`,
    `busiest rank ${rounded(worst('work-fits-in-step'))} of the step.`,
  ].join('; ');
}
