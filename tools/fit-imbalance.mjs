/**
 * Fits the routing imbalance, the one fitted input of the founding case: the value at which the time in
 * overlapped forward-backward chunks on the multi-plane network equals the paper's (Table 4, column MPFT, row
 * 1F1B). Needs a build. Prints the value for libs/parallelism/src/experts/fitted-imbalance.ts; nothing else
 * is fitted to Table 4.
 */
import { CLUSTERS } from '../dist/libs/cluster/src/index.js';
import { WORKLOADS, simulateStep } from '../dist/libs/parallelism/src/index.js';
import { TABLE_4 } from '../dist/libs/reports/src/index.js';

const target = TABLE_4.MPFT.overlappedS;
const SEED = 1;

function overlapped(imbalance) {
  const workload = { ...WORKLOADS['deepseek-v3'], routing: { imbalance } };
  return simulateStep(CLUSTERS['h800-2048-mpft'], workload, SEED).parts.overlappedForwardBackward;
}

let low = 0;
let high = 0.5;
for (let i = 0; i < 30; i += 1) {
  const middle = (low + high) / 2;
  if (overlapped(middle) < target) low = middle;
  else high = middle;
}
process.stdout.write(
  `imbalance ${low.toFixed(4)}: 1F1B ${overlapped(low).toFixed(4)} s, paper ${target} s\n`,
);
