/** A process of its own: the CPU time of its first simulation of the named flows, in ms, on stdout. */
import { entryOf } from '@railyard/base';
import { simulateFlows } from '@railyard/cluster';
import { FLOW_CASES } from './flow-cases.js';

const flows = entryOf(FLOW_CASES, process.argv[2] ?? '')();
const from = process.cpuUsage();
simulateFlows(flows);
const { user, system } = process.cpuUsage(from);
process.stdout.write(String((user + system) / 1e3));
