import { RandomStream } from '@railyard/base';
import { ColourClasses } from './colour-classes.js';

describe('ColourClasses', () => {
  it('numbers colours by first appearance, as a map would', () => {
    const draw = new RandomStream(3, 'colour-classes.spec');
    const colours = Array.from({ length: 5000 }, () => (draw.integer(900) - 450) * 0x10001);
    const classes = new ColourClasses(900);
    const known = new Map<number, number>();
    const first: number[] = [];
    colours.forEach((colour, member) => {
      if (!known.has(colour)) {
        known.set(colour, known.size);
        first.push(member);
      }
      expect(classes.of(colour, member)).toBe(known.get(colour));
    });
    expect(classes.first).toEqual(first);
  });

  it('refuses one colour more than it may hold, and still knows the others', () => {
    const classes = new ColourClasses(3);
    expect([7, 0, -1, 5, 7, 5, 0].map((colour, member) => classes.of(colour, member))).toEqual([
      0, 1, 2, -1, 0, -1, 1,
    ]);
    expect(classes.first).toEqual([0, 1, 2]);
  });
});
