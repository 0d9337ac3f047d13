/** Reads a log as operators have it; its kind is recognised by its first lines. */
import { RecordedLogError } from '../faults/index.js';
import { kernelFormatOf, readKernelLog } from './kernel-log.js';
import { readKubernetes } from './kubernetes-log.js';
import { type LogContext, type LogReading } from './log-event.js';
import { isWatchdog, readWatchdog } from './nccl-log.js';
import { isPortCounters, readPortCounters } from './port-counters.js';
import { readPrometheus } from './prometheus-log.js';
import { isExposition, readExposition } from './prometheus-text.js';
import { readSacct } from './sacct-log.js';
import { isController, isJobOutput, readController, readJobOutput } from './slurm-log.js';
import { isTable, readTable } from './table-log.js';
import { isUfm, readUfm } from './ufm-log.js';
import { readDistribution } from './untimed-log.js';

/** @throws RecordedLogError where the log is of no known kind, or needs what the context does not say */
export function readOperatorLog(text: string, context: LogContext): LogReading {
  const first = text
    .split('\n')
    .find((line) => line.trim() !== '' && !line.startsWith('#'))
    ?.trimEnd();
  if (first === undefined)
    throw new RecordedLogError(1, 'The log must not be empty.', 'Give a file with lines.');
  if (isJobOutput(text)) return readOutputOfJob(text, context);
  const kernel = kernelFormatOf(first);
  if (kernel !== undefined) return readKernelLog(text, kernel, context);
  if (first.startsWith('JobID|')) return readSacct(text, context);
  if (isUfm(first)) return readUfm(text, context);
  if (isPortCounters(first)) return readPortCounters(text);
  if (isWatchdog(text)) return readWatchdog(text, context);
  if (isController(text)) return readController(text, context);
  if (isExposition(first)) return readExposition(text, context);
  const document = first.startsWith('{') ? wholeDocument(text) : undefined;
  if (document !== undefined) return readDocument(document, context);
  if (isTable(first, context)) return readTable(text, context);
  throw unknownKind();
}

/** What Slurm says of a job's end, and NCCL before it, among the lines of the program. */
function readOutputOfJob(text: string, context: LogContext): LogReading {
  const slurm = readJobOutput(text, context);
  if (!isWatchdog(text)) return slurm;
  const nccl = readWatchdog(text, context);
  return {
    ...slurm,
    events: [...slurm.events, ...nccl.events].sort((a, b) => a.timeUs - b.timeUs),
    ignored: slurm.ignored - (nccl.read - nccl.ignored),
  };
}

/** Undefined where the text is lines of JSON, or none. */
function wholeDocument(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readDocument(document: unknown, context: LogContext): LogReading {
  const { status, items } = document as { readonly status?: unknown; readonly items?: unknown };
  if (Array.isArray(items)) return readKubernetes(items);
  if (status !== undefined) return readPrometheus(document, context);
  const distribution = readDistribution(document);
  if (distribution !== undefined) return distribution;
  throw unknownKind();
}

const unknownKind = (): RecordedLogError =>
  new RecordedLogError(
    1,
    'The log must be of a known kind.',
    'Use a kernel log (dmesg, kern.log, syslog, journalctl -o json), a Prometheus range query or its ' +
      'text format, sacct -P, slurmctld.log, the output of a Slurm job or of NCCL, kubectl get events ' +
      '-o json, an event log of UFM, port counters, or a table of events.',
  );
