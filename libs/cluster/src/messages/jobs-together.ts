/**
 * Messages of several jobs on one network: when each job is done alone and alongside the others, and what
 * every link carries of each. Messages divide links as max-min fair flows do; a message is there when its
 * last byte is and its route's latency has passed.
 */
import { elementAt } from '@railyard/base';
import { FlowSetBuilder, simulateFlows } from '../flows/index.js';
import { requireRoute, type Route } from '../routing/index.js';
import { linkName } from '../topology/index.js';
import { type Fabric } from '../traffic/index.js';

/** One message between two GPUs of a cluster. */
export interface Message {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  /** Seconds after the first. */
  readonly start: number;
  readonly job: string;
}

export interface JobTimes {
  readonly job: string;
  readonly messages: number;
  readonly bytes: number;
  /** From its first message to its last, with the network to itself. */
  readonly aloneUs: number;
  readonly togetherUs: number;
  /** Together over alone. */
  readonly slowdown: number;
}

export interface JobsLink {
  readonly name: string;
  readonly class: string;
  readonly bytes: number;
  readonly bytesByJob: Readonly<Record<string, number>>;
  /** Mean share of its rate until the last message is there. */
  readonly utilisation: number;
}

export interface JobsTogether {
  readonly timeUs: number;
  readonly jobs: readonly JobTimes[];
  /** Busiest first. */
  readonly links: readonly JobsLink[];
}

interface Sent {
  readonly message: Message;
  readonly route: Route;
}

/** @throws NoRouteError where nothing connects two GPUs. */
export function jobsTogether(fabric: Fabric, messages: readonly Message[], top: number): JobsTogether {
  const sent = messages.map((message, flow): Sent => ({
    message,
    route: requireRoute(fabric.router.route(message.from, message.to, flow)),
  }));
  const names = [...new Set(messages.map(({ job }) => job))];
  const together = ends(fabric, sent);
  const timeUs = together.reduce((last, end) => Math.max(last, end), 0) * 1e6;
  const jobs = names.map((job) => {
    const own = sent.filter(({ message }) => message.job === job);
    const ownEnds = Float64Array.from(together).filter((_, at) => elementAt(sent, at).message.job === job);
    const [aloneUs, togetherUs] = [span(own, ends(fabric, own)), span(own, ownEnds)];
    const bytes = own.reduce((sum, { message }) => sum + message.bytes, 0);
    return { job, messages: own.length, bytes, aloneUs, togetherUs, slowdown: togetherUs / aloneUs };
  });
  return { timeUs, jobs, links: busiest(fabric, sent, timeUs / 1e6, top) };
}

/** Seconds at which each message is there. */
function ends(fabric: Fabric, sent: readonly Sent[]): Float64Array {
  const builder = new FlowSetBuilder(fabric.capacity);
  for (const { message, route } of sent) {
    route.links.forEach((link, at) => builder.hop(link, route.shares?.[at] ?? 1));
    builder.add(message.bytes, { start: message.start });
  }
  const { finish } = simulateFlows(builder.build());
  return finish.map((end, at) => end + elementAt(sent, at).route.latency);
}

function span(sent: readonly Sent[], end: Float64Array): number {
  const first = sent.reduce((least, { message }) => Math.min(least, message.start), Infinity);
  return (end.reduce((last, one) => Math.max(last, one), 0) - first) * 1e6;
}

function busiest(fabric: Fabric, sent: readonly Sent[], seconds: number, top: number): readonly JobsLink[] {
  const carried = new Map<number, Map<string, number>>();
  for (const { message, route } of sent)
    route.links.forEach((link, at) => {
      const byJob = carried.get(link) ?? new Map<string, number>();
      const bytes = message.bytes * (route.shares?.[at] ?? 1);
      byJob.set(message.job, (byJob.get(message.job) ?? 0) + bytes);
      carried.set(link, byJob);
    });
  const loads = [...carried].map(([link, byJob]) => {
    const bytes = [...byJob.values()].reduce((sum, part) => sum + part, 0);
    return { link, byJob, bytes, utilisation: bytes / (elementAt(fabric.capacity, link) * seconds) };
  });
  return loads
    .sort((a, b) => b.utilisation - a.utilisation || a.link - b.link)
    .slice(0, top)
    .map(({ link, byJob, bytes, utilisation }) => ({
      name: linkName(fabric.graph, link),
      class: fabric.graph.classOf(link),
      bytes,
      bytesByJob: Object.fromEntries(byJob),
      utilisation,
    }));
}
