/**
 * The closed form against a walk second by second; times are whole and rates powers of two, so all is exact.
 */
import { elementAt } from '@railyard/base';
import fc from 'fast-check';
import { CheckpointCycle } from './checkpoint-cycle.js';

/** The same job, walked second by second. */
class WalkedCycle {
  readonly checkpoints = [0];
  work = 0;
  trained = 0;
  private positionS = 0;
  /** The newest checkpoint is in storage, however short the time since. */
  private safe = true;

  constructor(
    private readonly intervalS: number,
    private readonly stallS: number,
    private readonly persistS: number,
  ) {}

  advance(seconds: number, rate: number): void {
    for (let second = 0; second < seconds; second += 1) {
      if (this.positionS < this.intervalS) {
        this.work += rate;
        this.trained += 1;
      }
      this.positionS += 1;
      if (this.positionS === this.intervalS + this.stallS) this.take(false);
    }
  }

  take(safe: boolean): void {
    this.checkpoints.push(this.work);
    this.positionS = 0;
    this.safe = safe;
  }

  lose(): number {
    const newest = this.checkpoints.length - 1;
    return this.goBack(this.positionS < this.persistS && !this.safe ? newest - 1 : newest);
  }

  goBack(index: number): number {
    const lost = this.work - elementAt(this.checkpoints, index);
    this.work -= lost;
    this.checkpoints.length = index + 1;
    this.positionS = 0;
    this.safe = true;
    return lost;
  }
}

const shape = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.nat(6), fc.nat(40))
  .map(([intervalS, stallS, persistS]) => [intervalS, stallS, Math.min(persistS, intervalS)] as const);
const rate = fc.constantFrom(1, 0.5, 0.25);

describe('checkpoints in closed form', () => {
  it('go the way of a walk second by second, through losses, rollbacks and checkpoints out of turn', () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 3, arbitrary: fc.tuple(fc.constant('run' as const), fc.nat(300), rate) },
        fc.tuple(fc.constantFrom('lose' as const, 'save' as const), fc.constant(0), rate),
        fc.tuple(fc.constant('back' as const), fc.nat(1000), rate),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(shape, steps, (times, commands) => {
        const cycle = new CheckpointCycle(...times, Infinity);
        cycle.reset();
        const walk = new WalkedCycle(...times);
        let trained = 0;
        for (const [what, number, speed] of commands) {
          if (what === 'run') {
            trained += cycle.advance(number, speed);
            walk.advance(number, speed);
          } else if (what === 'save') {
            cycle.save();
            walk.take(true);
          } else if (what === 'lose') expect(cycle.loseUnsaved()).toBe(walk.lose());
          else {
            const index = number % walk.checkpoints.length;
            expect(cycle.rollBackTo(index)).toBe(walk.goBack(index));
          }
          expect([cycle.work, cycle.index, trained]).toEqual([
            walk.work,
            walk.checkpoints.length - 1,
            walk.trained,
          ]);
        }
        expect(walk.checkpoints.map((_, index) => cycle.workOf(index))).toEqual(walk.checkpoints);
      }),
      { numRuns: 400 },
    );
  });

  it('a job that went back begins at a checkpoint that is safe, however soon it fails again', () => {
    const cycle = new CheckpointCycle(10, 0, 8, Infinity);
    cycle.reset();
    cycle.advance(39, 1);
    expect([cycle.loseUnsaved(), cycle.work]).toEqual([9, 30]);
    cycle.advance(3, 1);
    expect([cycle.loseUnsaved(), cycle.work, cycle.index]).toEqual([3, 30, 3]);
  });

  it('begin at nothing after a reset, whatever was before', () => {
    const cycle = new CheckpointCycle(10, 1, 2, Infinity);
    cycle.reset();
    cycle.advance(100, 1);
    cycle.save();
    cycle.reset();
    expect([cycle.work, cycle.index, cycle.workOf(0), cycle.loseUnsaved()]).toEqual([0, 0, 0, 0]);
    cycle.advance(50, 0.5);
    expect([0, 1, 2, 3, 4].map((index) => cycle.workOf(index))).toEqual([0, 5, 10, 15, 20]);
  });

  it('take seconds as training or as stall: one interval, one stall, in turn', () => {
    fc.assert(
      fc.property(shape, fc.nat(5000), rate, ([intervalS, stallS, persistS], seconds, speed) => {
        const cycle = new CheckpointCycle(intervalS, stallS, persistS, Infinity);
        cycle.reset();
        const whole = Math.floor(seconds / (intervalS + stallS));
        const trained = whole * intervalS + Math.min(intervalS, seconds - whole * (intervalS + stallS));
        expect([cycle.advance(seconds, speed), cycle.work, cycle.index]).toEqual([
          trained,
          trained * speed,
          whole,
        ]);
      }),
    );
  });

  it('lose what was done since the newest checkpoint that is safe, and no more', () => {
    fc.assert(
      fc.property(shape, fc.nat(5000), ([intervalS, stallS, persistS], seconds) => {
        const cycle = new CheckpointCycle(intervalS, stallS, persistS, Infinity);
        cycle.reset();
        cycle.advance(seconds, 1);
        const before = cycle.work;
        const safe = Math.max(0, Math.floor((seconds - persistS) / (intervalS + stallS)));
        expect([cycle.loseUnsaved(), cycle.work, cycle.index]).toEqual([
          before - safe * intervalS,
          safe * intervalS,
          safe,
        ]);
      }),
    );
  });

  it('end when the work is done and its last checkpoint taken, asked at any time', () => {
    fc.assert(
      fc.property(
        shape,
        fc.integer({ min: 1, max: 2000 }),
        rate,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        ([intervalS, stallS, persistS], intervals, speed, asked) => {
          // A quarter of a second of work at least; whole intervals and parts of one.
          const target = intervals / 4;
          const cycle = new CheckpointCycle(intervalS, stallS, persistS, target);
          cycle.reset();
          const needed = target / speed;
          const total = needed + Math.ceil(needed / intervalS) * stallS;
          const at = Math.floor(total * asked * 4) / 4;
          cycle.advance(at, speed);
          expect(cycle.finishIn(speed)).toBe(total - at);
          cycle.advance(total - at, speed);
          expect(cycle.work).toBe(target);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([1, 0.25, 0])('finish the stall of the last, partial interval once, even at rate %d', (speed) => {
    const cycle = new CheckpointCycle(10, 4, 0, 13);
    cycle.reset();
    // 10 s of work, a stall of 4 s, 3 s of work; then the stall that closes them, asked second by second.
    cycle.advance(17, 1);
    for (const leftS of [4, 3, 2, 1]) {
      expect([cycle.finishIn(speed), cycle.work]).toEqual([leftS, 13]);
      expect(cycle.advance(1, speed)).toBe(0);
    }
    expect(cycle.finishIn(speed)).toBe(0);
  });

  it('need no further stall for work that is saved already', () => {
    const cycle = new CheckpointCycle(10, 4, 0, 13);
    cycle.reset();
    cycle.advance(18, 1);
    cycle.save();
    expect(cycle.finishIn(1)).toBe(0);
  });

  it('stall again at the end where a fault took the last work', () => {
    const cycle = new CheckpointCycle(10, 4, 0, 13);
    cycle.reset();
    cycle.advance(18, 1);
    expect([cycle.loseUnsaved(), cycle.finishIn(1)]).toEqual([3, 7]);
  });

  it('never end without a target or at a standstill', () => {
    const cycle = new CheckpointCycle(10, 1, 0, 100);
    cycle.reset();
    expect(cycle.finishIn(0)).toBe(Infinity);
    expect(new CheckpointCycle(10, 1, 0, Infinity).finishIn(1)).toBe(Infinity);
  });

  it.each([-1, 4])('roll back to a checkpoint that was taken only: not to %d of 3', (index) => {
    const cycle = new CheckpointCycle(10, 0, 0, Infinity);
    cycle.reset();
    cycle.advance(30, 1);
    expect(() => cycle.rollBackTo(index)).toThrow('a job rolls back to a checkpoint that it took');
  });
});

describe('a copy outside storage', () => {
  it('is where the job goes back to, and finishes the checkpoint that was being written', () => {
    const cycle = new CheckpointCycle(300, 0, 10, Infinity);
    cycle.reset();
    cycle.advance(305, 1);
    // The checkpoint of 300 s is not yet safe, that of the start is.
    expect(cycle.safe).toBe(0);
    expect(cycle.loseBackTo(304)).toBe(1);
    expect(cycle.safe).toBe(300);
    cycle.advance(2, 1);
    expect(cycle.loseUnsaved()).toBe(6);
    expect(cycle.work).toBe(300);
  });
});
