/**
 * What Slurm itself writes, in local times. The controller's log (slurmctld.log): nodes that stop answering,
 * jobs that end with them, nodes that are back (`Nodes %s not responding, setting DOWN`, `Killing JobId=%u on
 * failed node %s`, `requeue ... due to failure of node %s`, `Node %s now responding`). The output of a job:
 * why it was cancelled (`slurmstepd: error: *** JOB ... ***`), among lines of the program.
 */
import {
  isoUs,
  type LogContext,
  type LogEvent,
  type LogReading,
  required,
  US,
  zonedUs,
} from './log-event.js';
import { hosts } from './sacct-log.js';

const CONTROLLER = /^\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)\] (.*)$/;
const DOWN = /Nodes? (\S+) not responding, setting DOWN/;
const JOB_ENDED = /(?:Killing|requeue) (?:job )?JobId=(\S+) (?:on failed|due to failure of) node (\S+)/;
const BACK = /\bnode (\S+) (?:now responding|returned to service)/i;
const CANCELLED = /^slurmstepd: error: \*\*\* (?:JOB|STEP) (\d+)\S* ON (\S+) CANCELLED AT (\S+)(.*?) \*\*\*/;
const FAILED_NODE = /^srun: error: Node failure on (\S+)/;

/** Lines of one end of a job come within this of one another: one for the job, one for each of its steps. */
const TOGETHER_US = 60 * US;

const ZONE_HINT = 'Give the time zone of the cluster: Slurm writes local times.';
const NODE_LOST = {
  class: 'node-lost',
  action: 'replace-node',
  faultClass: 'gpu_hard',
} as const;

export const isController = (text: string): boolean =>
  text.split('\n', 50).some((line) => {
    const said = CONTROLLER.exec(line)?.[2] ?? '';
    return DOWN.test(said) || JOB_ENDED.test(said) || /\bJobId=\d|slurmctld/.test(said);
  });

export const isJobOutput = (text: string): boolean => /^slurmstepd: error: \*\*\* (?:JOB|STEP) /m.test(text);

type Outage = LogEvent & { readonly jobs: readonly string[] };

/** A node is down from the first line that says so until it answers again; null where it never does. */
export function readController(text: string, context: LogContext): LogReading {
  const zone = required(context.zone, 'zone', ZONE_HINT);
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const open = new Map<string, Outage>();
  const closed: Outage[] = [];
  let used = 0;
  const opened = (node: string, timeUs: number): Outage =>
    open.get(node) ?? {
      ...NODE_LOST,
      timeUs,
      node,
      component: node,
      code: 'DOWN',
      jobEffect: 'maybe',
      durationS: null,
      jobs: [],
    };
  for (const [index, line] of lines.entries()) {
    const [, stamp, said = ''] = CONTROLLER.exec(line) ?? [];
    if (stamp === undefined) continue;
    const timeUs = zonedUs(isoUs(`${stamp}Z`, index + 1), zone);
    const [down, ended, back] = [DOWN.exec(said), JOB_ENDED.exec(said), BACK.exec(said)];
    for (const node of hosts(down?.[1] ?? '')) open.set(node, opened(node, timeUs));
    if (ended !== null) {
      const [, job = '', node = ''] = ended;
      const outage = opened(node, timeUs);
      open.set(node, { ...outage, jobEffect: 'kills', jobs: [...outage.jobs, job] });
    }
    const outage = open.get(back?.[1] ?? '');
    if (outage !== undefined) {
      closed.push({ ...outage, durationS: (timeUs - outage.timeUs) / US });
      open.delete(outage.node);
    }
    if (down !== null || ended !== null || outage !== undefined) used += 1;
  }
  return {
    format: 'slurmctld',
    events: [...closed, ...open.values()]
      .map(({ jobs, ...event }) => (jobs.length === 0 ? event : { ...event, merged: jobsOf(jobs) }))
      .sort((a, b) => a.timeUs - b.timeUs || (a.node < b.node ? -1 : 1)),
    read: lines.length,
    ignored: lines.length - used,
    notes: [],
  };
}

const jobsOf = (jobs: readonly string[]): readonly string[] => [...new Set(jobs)].map((job) => `job ${job}`);

/** Ends of a job for want of a node; those of its user, of time and of priority are no faults. */
export function readJobOutput(text: string, context: LogContext): LogReading {
  const zone = required(context.zone, 'zone', ZONE_HINT);
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const events: LogEvent[] = [];
  /** [event] index of its first line */
  const begins: number[] = [];
  const others = new Map<string, number>();
  const failed: { readonly node: string; readonly line: number }[] = [];
  let used = 0;
  for (const [index, line] of lines.entries()) {
    const node = FAILED_NODE.exec(line)?.[1];
    if (node !== undefined) failed.push({ node, line: index });
    const [, job, , stamp = '', reason = ''] = CANCELLED.exec(line) ?? [];
    if (job === undefined) continue;
    const timeUs = zonedUs(isoUs(`${stamp}Z`, index + 1), zone);
    if (!reason.includes('NODE FAILURE')) {
      const why = reason.replace(/^\s+|,.*$/g, '').toLowerCase() || 'by its user';
      others.set(why, (others.get(why) ?? 0) + 1);
      continue;
    }
    used += 1;
    const component = `job ${job}`;
    const same = events.some((one) => one.component === component && timeUs - one.timeUs < TOGETHER_US);
    if (same) continue;
    events.push({ ...NODE_LOST, timeUs, node: '', component, code: 'NODE_FAIL', jobEffect: 'kills' });
    begins.push(index);
  }
  return {
    format: 'slurm-job-output',
    events: events.map((event, index) =>
      withNodes(
        event,
        failed.filter(({ line }) => nearest(begins, line) === index).map(({ node }) => node),
      ),
    ),
    read: lines.length,
    ignored: lines.length - used - failed.length,
    notes: [...others].map(([why, count]) => `Cancelled ${why}: no fault (${counted(count)}).`),
  };
}

const counted = (lines: number): string => `${lines} ${lines === 1 ? 'line' : 'lines'}`;

/** srun names the node just before Slurm says that the job is cancelled, or just after. */
const nearest = (begins: readonly number[], line: number): number =>
  begins.reduce(
    (best, begin, index) => (Math.abs(begin - line) < Math.abs((begins[best] ?? 0) - line) ? index : best),
    0,
  );

function withNodes(event: LogEvent, nodes: readonly string[]): LogEvent {
  const named = [...new Set(nodes)];
  return named.length === 0 ? event : { ...event, node: named.join(','), suspect: named.join(', ') };
}
