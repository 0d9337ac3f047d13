/** Schema of parts of a network that are down, in a request and in an experiment: for good or a while. */
import { MOST_FAULTS } from '@railyard/cluster';
import { list, quantity, text } from './json-schema.js';

export const failedParts = list(
  'Parts that are down (leaf:3, node:0/nic:2, plane:1) or degraded (leaf:3=0.5).',
  text('Name of a part.', 200),
  0,
  MOST_FAULTS,
  { 'x-option': '--fail <part>' },
);

/** Flaps of a step: each is simulated at a couple of hundred moments. */
const MOST_FLAPS = 16;

export const stepFlaps = list(
  'Parts that are down for a while during a step, each by itself: node:0/nic:2+3 at any moment for 3 s, ' +
    'node:0/nic:2@4+3 from 4 s of the step on.',
  text('Name of a part, with start and duration.', 200),
  0,
  MOST_FLAPS,
);

export const flapReroute = quantity(
  "Time from a flap's start until traffic takes another way; default: it waits for the part.",
  's',
  0,
  1e9,
);
