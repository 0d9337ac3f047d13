/** Pipeline schedules by the names that documents use. */
export type ScheduleName =
  'gpipe' | '1f1b' | 'interleaved' | 'zb-h1' | 'zb1p' | 'zb-v' | 'dualpipe' | 'dualpipe-v';
