/**
 * Units: documents and results carry them in their keys (`bandwidthGBps`, `latencyUs`); inside, everything is
 * SI (seconds, bytes, FLOP).
 */

export const KILO = 1e3;
export const MEGA = 1e6;
export const GIGA = 1e9;
export const TERA = 1e12;
export const KIBI = 1024;
export const MEBI = 1024 * 1024;
export const GIBI = 1024 * 1024 * 1024;

export const SECONDS_PER_DAY = 86_400;
export const SECONDS_PER_HOUR = 3_600;

export const microseconds = (us: number): number => us * 1e-6;
export const milliseconds = (ms: number): number => ms * 1e-3;
export const gigabytesPerSecond = (gbps: number): number => gbps * GIGA;
export const gigabytes = (gb: number): number => gb * GIGA;

const BYTE_SUFFIX: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: KIBI,
  m: MEBI,
  g: GIBI,
  t: KIBI * GIBI,
  kb: KILO,
  mb: MEGA,
  gb: GIGA,
  tb: TERA,
  pb: KILO * TERA,
  kib: KIBI,
  mib: MEBI,
  gib: GIBI,
  tib: KIBI * GIBI,
  pib: MEBI * GIBI,
};

/** `Gb` and its like are bits to anyone who writes them so. */
const BITS = /[KMGTP]b$/;

/**
 * Parses `1GiB`, `64 MB`, `4096`, `1e9`; GB is 1e9, GiB is 2^30, and so is G, as nccl-tests writes it.
 * Undefined when the text is not a size.
 */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?(?:e\d{1,2})?)\s*([a-z]*)$/i.exec(text.trim());
  if (match === null || BITS.test(text.trim())) return undefined;
  const factor = BYTE_SUFFIX[(match[2] ?? '').toLowerCase()];
  return factor === undefined ? undefined : Number(match[1]) * factor;
}
