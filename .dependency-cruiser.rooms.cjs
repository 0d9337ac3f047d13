/**
 * Rooms (first-level folders of a library's src): entered by their index.ts, and no two import each other,
 * directly or through others. Specs may read what lies above what they test, so they are held to the first
 * rule only, which .dependency-cruiser.cjs checks.
 */
const { options } = require('./.dependency-cruiser.cjs');

module.exports = {
  forbidden: [
    {
      name: 'no-cycles-of-rooms',
      comment: 'Two folders that import each other are one concept, or share a third.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
  ],
  options: { ...options, exclude: { path: `${options.exclude.path}|\\.spec\\.ts$` } },
};
