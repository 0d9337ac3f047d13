import { CLUSTERS } from '../presets/index.js';
import { Fabric } from '../traffic/index.js';
import { addedUp, followed, planeBytes, topLinks } from './carried-links.js';
import { COLLECTIVES, timeOf } from './named-collective.js';

const MPFT = { ...CLUSTERS['h800-2048-mpft'], nodes: 8 };
const MRFT = { ...CLUSTERS['h800-2048-mrft'], nodes: 8 };
const gpus = (count: number) => Array.from({ length: count }, (_, gpu) => gpu);

describe('what links carry', () => {
  it.each(COLLECTIVES)('of %s is the same followed over time and added up', (collective) => {
    for (const spec of [MPFT, MRFT]) {
      const fabric = new Fabric(spec);
      const group = gpus(64);
      const time = timeOf(fabric, collective, group, 1e8);
      const [one, other] = [followed, addedUp].map((of) => of(fabric, collective, group, 1e8, time));
      const byLink = (loads: typeof one) =>
        new Map([...loads.link].map((link, at) => [link, loads.bytes[at]]));
      const [bytes, summed] = [byLink(one), byLink(other)];
      expect([...bytes.keys()].sort()).toEqual([...summed.keys()].sort());
      for (const [link, sent] of bytes) expect((summed.get(link) ?? 0) / sent).toBeCloseTo(1, 9);
      expect([other.peak, one.flows]).toEqual([undefined, other.flows]);
      one.mean.forEach((mean, at) => expect(one.peak?.[at] ?? 0).toBeGreaterThanOrEqual(mean * (1 - 1e-9)));
    }
  });

  it('is shown for the busiest, of equal ones by number', () => {
    const fabric = new Fabric(MPFT);
    const loads = {
      link: Int32Array.of(9, 4, 7, 5),
      bytes: Float64Array.of(1, 2, 3, 4),
      mean: Float64Array.of(0.5, 0.25, 0.5, 0.75),
      flows: 1,
    };
    const shown = topLinks(fabric, loads, 3);
    expect(shown.map(({ bytes, utilisation }) => [bytes, utilisation])).toEqual([
      [4, 0.75],
      [3, 0.5],
      [1, 0.5],
    ]);
    expect(shown[0]).not.toHaveProperty('peakUtilisation');
    expect(topLinks(fabric, { ...loads, peak: loads.mean }, 1)[0]).toHaveProperty('peakUtilisation', 0.75);
  });

  it('is by plane what NICs send, and not what they receive', () => {
    const send = (spec: typeof MPFT, bytes: number) => {
      const fabric = new Fabric(spec);
      const time = timeOf(fabric, 'send-receive', gpus(16), bytes);
      return planeBytes(fabric, followed(fabric, 'send-receive', gpus(16), bytes, time));
    };
    expect(send(MPFT, 1e6)).toEqual(gpus(8).map((plane) => ({ plane, bytes: 1e6 })));
    expect(send(MRFT, 1e6)).toEqual([{ plane: -1, bytes: 8e6 }]);
  });
});
