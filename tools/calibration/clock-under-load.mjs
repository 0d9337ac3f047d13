/**
 * How far the clock gives way under minutes of load, on devices that were measured in bursts alone, which
 * show little of it: a fit to bursts gives one chip (H100, H200) a droop of 0.07 and 0.20. A board of a chip
 * that was measured under load has that chip's, by its own power limit: power = idle + tensor clock^2.53, of
 * the rating (libs/parallelism/src/kernels/clock.ts). Its memory-bound kernels draw as many watts as there.
 */

/** Rated power, W: datasheets of DGX H100, HGX B200 and B300, GB200 and GB300 NVL72. */
const WATTS = { h100: 700, h200: 700, b200: 1000, b300: 1100, gb200: 1200, gb300: 1400 };
/** The board of the same chip that was measured under load. */
const MEASURED = { h100: 'h200', b300: 'b200', gb200: 'b200', gb300: 'b200' };

/** Names of the constants, and of the one measured under load that each follows on Blackwell. */
const DROOPS = ['bf16Droop', 'fp8Droop', 'blockDroop'];

const idle = (model) => model.IDLE_POWER.value;
const exponent = (model) => model.POWER_EXPONENT.value;

/** Droop of the same chip at another power limit. */
function droopAt(model, droop, watts, measuredAt) {
  const spare = (1 - idle(model)) * measuredAt;
  const wanted = spare * (1 - droop) ** -exponent(model);
  const clock = ((watts - idle(model) * measuredAt) / wanted) ** (1 / exponent(model));
  return Number((1 - Math.min(1, clock)).toPrecision(4));
}

/** What memory-bound kernels draw of the power above idle, on the same chip at another power limit. */
function streamPowerAt(model, share, watts, measuredAt) {
  const spare = (1 - idle(model)) * measuredAt;
  return Number(((share * spare) / (watts - idle(model) * measuredAt)).toPrecision(4));
}

const SOURCE = {
  h200: 'as the h200 under 2.5 s of load: the same chip and power limit',
  b200:
    'the b200 under load (simumax-b200-kernels.json) at this power limit: power = idle + tensor clock^2.53 ' +
    '(libs/parallelism/src/kernels/clock.ts)',
};

/**
 * Droops that are not fitted on `device`: values and entries; none where its own were measured under load.
 */
export function droopsUnderLoad(model, device, constantsOf) {
  const from = MEASURED[device];
  if (from === undefined) return { values: {}, entries: {} };
  const given = constantsOf.get(from);
  const watts = [WATTS[device], WATTS[from]];
  const values = [
    ...DROOPS.map((name) => [name, droopAt(model, given[name], ...watts)]),
    ['streamPower', streamPowerAt(model, given.streamPower, ...watts)],
  ];
  return {
    values: Object.fromEntries(values),
    entries: Object.fromEntries(
      values.map(([name]) => [name, { provenance: 'derived', source: SOURCE[from] }]),
    ),
  };
}

/**
 * The B200 was measured under load in BF16 alone: other formats give way by as much more or less as on the
 * H200.
 */
export function tiedDroops(device, constantsOf) {
  if (device !== 'b200') return {};
  const { bf16Droop, fp8Droop, blockDroop } = constantsOf.get('h200');
  return { fp8Droop: ['bf16Droop', fp8Droop / bf16Droop], blockDroop: ['bf16Droop', blockDroop / bf16Droop] };
}

export const TIED_SOURCE = 'bf16Droop of this device by that of the h200, under 2.5 s of load';
