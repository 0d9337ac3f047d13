import fc from 'fast-check';
import { ScheduledEvents } from './scheduled-events.js';

describe('ScheduledEvents', () => {
  it('come in order of time, those of one moment as they were added, and say when the next is due', () => {
    const times = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 });
    fc.assert(
      fc.property(times, times, (first, second) => {
        const events = new ScheduledEvents();
        for (const drawn of [first, second]) {
          events.clear();
          expect(events.nextS).toBe(Infinity);
          const added = drawn.map((timeS, subject) => ({ timeS, kind: subject % 3, subject }));
          for (const { timeS, kind, subject } of added) events.add(timeS, kind, subject);
          for (const { timeS, kind, subject } of added.sort((a, b) => a.timeS - b.timeS)) {
            expect(events.nextS).toBe(timeS);
            expect([events.take(), events.subject]).toEqual([kind, subject]);
          }
          expect(events.nextS).toBe(Infinity);
        }
      }),
    );
  });

  it('may be many', () => {
    const events = new ScheduledEvents();
    for (let event = 0; event < 3000; event += 1) events.add(3000 - event, 1, event);
    for (let event = 2999; event >= 0; event -= 1) {
      events.take();
      expect(events.subject).toBe(event);
    }
  });
});
