/** Pipeline schedules by the names that documents use. */
export type ScheduleName =
  'gpipe' | '1f1b' | 'interleaved' | 'zb-h1' | 'zb1p' | 'zb-v' | 'dualpipe' | 'dualpipe-v';

/**
 * When a rank waits for what it sends: where the schedule's published program does, or never. An op waits for
 * its own inputs either way.
 */
export type SendMode = 'published' | 'eager';
