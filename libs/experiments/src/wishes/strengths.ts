/**
 * How good the public data of a suggestion are (facts/hardware-directions): A the mechanism itself was
 * measured or is stated by its maker; B a number of another chip or workload, or a vendor's claim; C the
 * paper's text or a bound; D nothing public. The weaker letter where size and effect differ.
 */
type Strength = 'A' | 'B' | 'C' | 'D';

export const STRENGTHS: Readonly<Record<string, Strength>> = {
  S01: 'B',
  S02: 'B',
  S03: 'B',
  S04: 'C',
  S05: 'D',
  S06: 'A',
  S07: 'A',
  S08: 'B',
  S09: 'B',
  S10: 'D',
  S11: 'B',
  S12: 'B',
  S13: 'D',
  S14: 'C',
  S15: 'A',
  S16: 'A',
  S17: 'B',
  S18: 'B',
  S19: 'B',
  S20: 'B',
  S21: 'D',
  S22: 'C',
  S23: 'B',
  S24: 'B',
  S25: 'B',
  S26: 'A',
  S27: 'D',
  S28: 'B',
  S29: 'A',
  S30: 'B',
  S31: 'C',
  S32: 'A',
  S33: 'B',
  S34: 'B',
  S35: 'B',
};
