/** A process of its own: the CPU time of the first document that it checks and computes, in ms, on stdout. */
import { prepareExperiment, runExperiment } from '@railyard/experiments';
import { FOUNDING } from './founding-case.js';

const from = process.cpuUsage();
runExperiment(prepareExperiment(FOUNDING));
const { user, system } = process.cpuUsage(from);
process.stdout.write(String((user + system) / 1e3));
