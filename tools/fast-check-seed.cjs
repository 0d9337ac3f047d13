/**
 * Property tests draw the same cases in every run, so that a change is what makes them fail; RAILYARD_SEED=random (or a number) draws others,
 * as the soak does. A failure prints the seed and the path to its case.
 */
const fc = require('fast-check');

const asked = process.env.RAILYARD_SEED ?? '20250514';
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked) });
