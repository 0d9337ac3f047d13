/**
 * Commit subjects: `area: what` in at most 72 characters (CONTRIBUTING.md). Reads the latest commits of HEAD,
 * or those of the range that is given: node tools/check-subjects.mjs main..HEAD
 */
import { spawnSync } from 'node:child_process';

const LATEST = 50;
const MOST_CHARACTERS = 72;
const AREA = /^[a-z][a-z0-9, -]*: \S/;

const range = process.argv[2] === undefined ? ['-n', String(LATEST)] : [process.argv[2]];
const git = spawnSync('git', ['log', '--no-merges', '--format=%h %s', ...range], { encoding: 'utf8' });
// A copy without its history, such as an image, has no subjects to check.
if (git.status === 0) {
  for (const line of git.stdout.split('\n').filter((text) => text !== '')) {
    const subject = line.slice(line.indexOf(' ') + 1);
    if (subject.length <= MOST_CHARACTERS && AREA.test(subject)) continue;
    process.stderr.write(`${line}: a subject must be "area: what" in ${MOST_CHARACTERS} characters.\n`);
    process.exitCode = 1;
  }
}
