/** RELIABILITY R17: SOAK_MINUTES of load by SOAK_SUBMITTERS, 8 hours by 200 by default. */
import { endure } from '../support/endurance.js';
import { say } from '../support/figures.js';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 480);
const SUBMITTERS = Number(process.env.SOAK_SUBMITTERS ?? 200);
/** A shorter soak shows a leak only when it is large: growth is reported, and judged from here on. */
const JUDGED_MINUTES = 120;

it(
  `R17: ${MINUTES} minutes with ${SUBMITTERS} submitters`,
  async () => {
    const { unexplained, errors, ...figures } = await endure({
      minutes: MINUTES,
      submitters: SUBMITTERS,
      seed: 17,
    });
    say('R17', {
      ...figures,
      unexplained: unexplained.length,
      errors: errors.length,
      growthJudged: MINUTES >= JUDGED_MINUTES,
    });
    expect(unexplained).toEqual([]);
    expect(errors).toEqual([]);
    if (MINUTES < JUDGED_MINUTES) return;
    expect(figures.api.slopeMBPerHour).toBeLessThan(1);
    expect(figures.runner.slopeMBPerHour).toBeLessThan(1);
  },
  MINUTES * 60_000 + 900_000,
);
