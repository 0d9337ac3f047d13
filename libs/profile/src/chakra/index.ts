/** Chakra: execution traces of MLCommons, as a graph of work. */
export { type ChakraProfile, chakraProfile } from './chakra-summary.js';
export { isChakra, readChakra } from './chakra-trace.js';
export { timelineGraphs } from './timeline-graph.js';
export { writeChakra } from './write-chakra.js';
