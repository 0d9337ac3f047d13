import fc from 'fast-check';
import { EventQueue } from './event-queue.js';

describe('EventQueue', () => {
  it('pops in order of time, priority, then push order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: -2, max: 2 })), {
          maxLength: 300,
        }),
        (events) => {
          const queue = new EventQueue(2);
          events.forEach(([time, priority], index) => queue.push(time, index, priority));
          const expected = events
            .map(([time, priority], index) => ({ time, priority, index }))
            .sort((a, b) => a.time - b.time || a.priority - b.priority || a.index - b.index);
          for (const event of expected) {
            expect(queue.peekTime()).toBe(event.time);
            expect(queue.peek()).toBe(event.index);
            expect(queue.pop()).toBe(event.index);
          }
          expect([queue.size, queue.peek(), queue.pop(), queue.peekTime()]).toEqual([0, -1, -1, Infinity]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses an event without a time', () => {
    expect(() => new EventQueue().push(Number.NaN, 1)).toThrow('an event needs a time');
  });
});
