/** What became of the lines of logs, in words. */
import { type LogReading } from '../logs/index.js';
import { type ObservedLog } from './observed.js';

/** @param name of the log for the reader */
export function readingNotes(
  name: string,
  { format, read, ignored, events, notes }: LogReading,
): readonly string[] {
  return [
    `${name} is ${format}: ${read} lines or samples read, ${ignored} of them say ` +
      `nothing of a fault; events: ${events.length}.`,
    ...notes,
  ];
}

export function windowNotes({ unclassed, outside, isWindowAssumed, faults }: ObservedLog): readonly string[] {
  return [
    ...(outside === 0 ? [] : [`Events outside the window, left out: ${outside}.`]),
    ...(unclassed === 0 ? [] : [`Events that are no fault of a class, left out: ${unclassed}.`]),
    ...(isWindowAssumed && faults.length > 0
      ? ['The window is that of the events, so rates are too high: give it with --from and --until.']
      : []),
  ];
}
