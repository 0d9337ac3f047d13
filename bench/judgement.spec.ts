import { middleRound, ratioLines, verdict } from './judgement.js';

const round = (plainCpuS: number, servedCpuS: number, plainWallS: number, servedWallS: number) => ({
  plain: { wallS: plainWallS, cpuS: plainCpuS },
  served: { wallS: servedWallS, cpuS: servedCpuS },
});
const BOUNDS = { floor: 0.8, ambition: 0.9, note: 'n' };

describe('a service alongside a plain loop', () => {
  it('is below its floor by processor time although a quiet minute made it win by the clock', () => {
    const [judged, shown, ...rest] = ratioLines('sweep', round(14, 25, 67, 25), BOUNDS);
    expect(rest).toEqual([]);
    expect(judged).toMatchObject({ name: 'sweep, processor time', value: 0.56, floor: 0.8, ambition: 0.9 });
    expect(judged && verdict(judged)).toBe('BELOW FLOOR');
    expect(shown).toMatchObject({ name: 'sweep, by the clock', value: 2.68 });
    expect(shown && verdict(shown)).toBe('');
  });

  it('meets its ambition although others held it up by the clock', () => {
    const [judged, shown] = ratioLines('sweep', round(9.5, 10, 10, 40), BOUNDS);
    expect(judged && verdict(judged)).toBe('ambition');
    expect(shown?.value).toBe(0.25);
  });

  it('is judged in the middle round by processor time, whichever the clock liked', () => {
    const rounds = [round(9, 10, 30, 10), round(7, 10, 10, 10), round(8, 10, 10, 90)];
    expect(middleRound(rounds)).toBe(rounds[2]);
  });
});

describe('a figure', () => {
  const of = (value: number, more: object): string => verdict({ name: 'x', unit: 'u', value, ...more });

  it('must not be below its floor, and meets an ambition when it reaches it', () => {
    const bounds = { floor: 2, ambition: 3 };
    expect([1.9, 2, 2.9, 3].map((value) => of(value, bounds))).toEqual([
      'BELOW FLOOR',
      'floor',
      'floor',
      'ambition',
    ]);
    expect(of(Number.NaN, bounds)).toBe('BELOW FLOOR');
  });

  it('of which less is better must not be above its floor', () => {
    const bounds = { floor: 2, ambition: 1, lessIsBetter: true };
    expect([2.1, 2, 1.1, 1].map((value) => of(value, bounds))).toEqual([
      'BELOW FLOOR',
      'floor',
      'floor',
      'ambition',
    ]);
  });

  it('without bounds is not judged', () => {
    expect(of(1, {})).toBe('');
  });
});
