import { type Report } from '@railyard/reports';
import { json } from '../cli/railyard.js';

jest.setTimeout(300_000);

it(
  'reproduce robustness: within every published bound, with paired differences that do not cross ' +
    'zero where the claim is clear',
  async () => {
    const { code, data } = await json(['reproduce', 'robustness']);
    const { rows, withinTolerance } = data as Report;
    const twin = (of: RegExp, name: RegExp): number =>
      rows.find((row) => of.test(row.case) && name.test(row.name))!.twin;
    expect({ code, withinTolerance }).toEqual({ code: 0, withinTolerance: true });
    expect(twin(/^Ideal.*deployed one$/, /95 % low/)).toBeGreaterThan(0);
    expect(twin(/^Checksums.*Llama/, /^goodput, difference, 95 % low/)).toBeGreaterThan(0);
    expect(twin(/^Checksums.*FT-HSDP/, /^goodput, difference, 95 % low/)).toBeGreaterThan(0);
    // Packed expert groups meet no spine, so the two networks lose the same; spread ones do, and one plane
    // has fewer spines than one fabric.
    expect(twin(/^A flap/, /difference$/)).toBeCloseTo(0, 6);
    expect(twin(/spread, mpft/, /spine/)).toBeGreaterThan(twin(/spread, mrft/, /spine/));
  },
);
