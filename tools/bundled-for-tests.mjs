/** Where test runs find the pure libraries as one script each. */
export const BUNDLES = 'dist/tests';

export const BUNDLED = [
  'base',
  'cluster',
  'parallelism',
  'replay',
  'profile',
  'serving',
  'experiments',
  'intake',
  'reports',
];
