/** Chakra: execution traces of MLCommons, as a graph of work. */
export { type ChakraProfile, chakraProfile } from './chakra-summary.js';
export { type ChakraMessages, chakraMessages, rankOfFile, type RankTrace } from './chakra-messages.js';
export { isChakra, readChakra } from './chakra-trace.js';
export { timelineGraphs } from './timeline-graph.js';
export { writeChakra } from './write-chakra.js';
