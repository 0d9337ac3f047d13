import { checkFlowSet, type FlowSet, FlowSetBuilder } from './flow-set.js';

describe('FlowSetBuilder', () => {
  it('keeps what it was given while it grows', () => {
    const builder = new FlowSetBuilder();
    const flows = 3000;
    for (let flow = 0; flow < flows; flow += 1) {
      const link = builder.link(1 + flow);
      builder
        .hop(link)
        .hop(0, 0.5)
        .hop(link >> 1, 0.25);
      expect(builder.add(flow, { start: flow % 7, rateCap: 1 + flow, trafficClass: flow % 5 })).toBe(flow);
    }
    const set = builder.build();
    expect(builder.flowCount).toBe(flows);
    expect(set.capacity.length).toBe(flows);
    expect(set.pathStart.length).toBe(flows + 1);
    expect([set.pathLink.length, set.pathShare.length]).toEqual([3 * flows, 3 * flows]);
    const read = Array.from({ length: flows }, (_, flow) => [
      set.capacity[flow],
      set.pathStart[flow],
      ...set.pathLink.subarray(3 * flow, 3 * flow + 3),
      ...set.pathShare.subarray(3 * flow, 3 * flow + 3),
      set.bytes[flow],
      set.startTime[flow],
      set.rateCap[flow],
      set.trafficClass[flow],
    ]);
    expect(read).toEqual(
      read.map((_, flow) => [
        1 + flow,
        3 * flow,
        flow,
        0,
        flow >> 1,
        1,
        0.5,
        0.25,
        flow,
        flow % 7,
        1 + flow,
        flow % 5,
      ]),
    );
  });

  it('starts flows at 0, without a cap, in class 0', () => {
    const builder = new FlowSetBuilder(Float64Array.of(3));
    builder.hop(0).add(1);
    const { capacity, pathShare, startTime, rateCap, trafficClass } = builder.build();
    expect([capacity, pathShare, startTime, rateCap, trafficClass].map((array) => array[0])).toEqual([
      3,
      1,
      0,
      Infinity,
      0,
    ]);
  });
});

describe('checkFlowSet', () => {
  const builder = new FlowSetBuilder(Float64Array.of(1, 0));
  builder.hop(0).hop(1, 0.5).add(0);
  builder.add(1, { rateCap: 2 });
  const set = builder.build();

  it('accepts links that are down, empty flows, and flows with a cap alone', () => {
    expect(() => checkFlowSet(set)).not.toThrow();
  });

  it.each<[string, Partial<FlowSet>]>([
    ['paths fit', { pathStart: Int32Array.of(0, 2) }],
    ['paths fit', { pathStart: Int32Array.of(0, 2, 3) }],
    ['paths fit', { pathShare: Float64Array.of(1) }],
    ['not negative', { capacity: Float64Array.of(1, -1) }],
    ['not negative', { capacity: Float64Array.of(NaN, 1) }],
    ['stays on the graph', { pathLink: Int32Array.of(0, 2) }],
    ['stays on the graph', { pathLink: Int32Array.of(0, -1) }],
    ['share is in', { pathShare: Float64Array.of(1, 0) }],
    ['share is in', { pathShare: Float64Array.of(1, 1.01) }],
    ['has a size', { bytes: Float64Array.of(0, -1) }],
    ['has a size', { bytes: Float64Array.of(0, Infinity) }],
    ['cap is positive', { rateCap: Float64Array.of(Infinity, 0) }],
    ['path or a rate cap', { rateCap: Float64Array.of(Infinity, Infinity) }],
  ])('refuses what is malformed: %s', (message, part) => {
    expect(() => checkFlowSet({ ...set, ...part })).toThrow(message);
  });
});
