/** Schema of parts of a network that are down, in a request and in an experiment. */
import { MOST_FAULTS } from '@railyard/cluster';
import { list, text } from './json-schema.js';

export const failedParts = list(
  'Parts that are down (leaf:3, node:0/nic:2, plane:1) or degraded (leaf:3=0.5).',
  text('Name of a part.', 200),
  0,
  MOST_FAULTS,
  { 'x-option': '--fail <part>' },
);
