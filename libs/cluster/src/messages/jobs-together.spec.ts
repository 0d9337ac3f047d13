import { CLUSTERS } from '../presets/index.js';
import { Fabric } from '../traffic/index.js';
import { jobsTogether, type Message } from './jobs-together.js';

const spec = {
  ...CLUSTERS['h800-2048-mpft']!,
  nodes: 8,
  topology: { kind: 'fat-tree', layers: 2, switchPorts: 64, leafDownlinks: 16, leafUplinks: 4 } as const,
  pxn: false,
};
const NIC = 48.5e9;
const fabric = new Fabric(spec);
const message = (from: number, to: number, job: string, more: Partial<Message> = {}): Message => ({
  from,
  to,
  bytes: NIC,
  start: 0,
  job,
  ...more,
});
/** Seconds without what the switches on the way take. */
const seconds = (us: number, crossed: 'leaf' | 'spine') => us / 1e6 - (crossed === 'leaf' ? 2.8e-6 : 3.7e-6);

describe('messages of several jobs', () => {
  it('share what they meet on, and nothing else', () => {
    // Both into the NIC of GPU 8, one leaf; c is elsewhere.
    const { jobs } = jobsTogether(fabric, [message(0, 8, 'a'), message(1, 8, 'b'), message(2, 9, 'c')], 5);
    const [a, b, c] = jobs;
    for (const job of [a!, b!]) {
      expect(seconds(job.aloneUs, 'leaf')).toBeCloseTo(1, 9);
      expect(seconds(job.togetherUs, 'leaf')).toBeCloseTo(2, 9);
    }
    expect(c!.slowdown).toBeCloseTo(1, 12);
  });

  it('give a late message the link that is left, and count a job from its own start', () => {
    const late = message(1, 8, 'b', { start: 0.5, bytes: NIC / 4 });
    const { jobs, timeUs } = jobsTogether(fabric, [message(0, 8, 'a'), late], 5);
    // From .5 s on both have half: b's quarter takes .5 s, a has .25 left at 1 s.
    expect(seconds(jobs[1]!.togetherUs, 'leaf')).toBeCloseTo(0.5, 9);
    expect(seconds(jobs[0]!.togetherUs, 'leaf')).toBeCloseTo(1.25, 9);
    expect(timeUs).toBe(jobs[0]!.togetherUs);
  });

  it('fill oversubscribed uplinks by job', () => {
    // 16 NICs of a leaf, one job's 12 and another's 4, to another leaf over 4 uplinks: 4 s for all, 3 for
    // the first alone.
    const crossing = Array.from({ length: 16 }, (_, gpu) =>
      message(gpu, gpu + 16, gpu < 12 ? 'large' : 'small'),
    );
    const { jobs, links } = jobsTogether(fabric, crossing, 4);
    expect(jobs.map(({ aloneUs }) => seconds(aloneUs, 'spine'))).toEqual([
      expect.closeTo(3, 9),
      expect.closeTo(1, 9),
    ]);
    expect(jobs.map(({ togetherUs }) => seconds(togetherUs, 'spine'))).toEqual([
      expect.closeTo(4, 9),
      expect.closeTo(4, 9),
    ]);
    for (const link of links) {
      expect(link.class).toBe('leaf-spine');
      expect(link.bytesByJob).toEqual({ large: expect.closeTo(3 * NIC, 0), small: expect.closeTo(NIC, 0) });
      expect(link.utilisation).toBeCloseTo(1, 5);
    }
  });
});
