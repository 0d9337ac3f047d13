/**
 * The flow solver against SimGrid 4.1.1 (max-min fair, measured end of the last flow) where it takes seconds.
 */
import { referenceCase, simulateFlows } from '@railyard/cluster';

it('ends when SimGrid 4.1.1 does: full, 128 hosts, sizes +-20 %', () => {
  const { makespan } = simulateFlows(referenceCase('full', 128, 128, 1e6, 0.2));
  expect(Math.abs(makespan / 2.605198e-3 - 1)).toBeLessThan(1e-6);
});
