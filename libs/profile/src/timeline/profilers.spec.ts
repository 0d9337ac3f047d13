import { type RecordedProfile, importTrace } from './recorded-profile.js';

describe('what profilers write', () => {
  const gemm = 'sm90_xmma_gemm_bf16bf16_bf16f32_f32_tn_n';
  const allReduce = 'ncclDevKernel_AllReduce_Sum_bf16_RING_LL(ncclDevKernelArgsStorage<4096ul>)';
  const event = (name: string, stream: number, ts: unknown, dur: unknown, patch: object = {}) => ({
    ph: 'X',
    cat: 'kernel',
    name,
    pid: 0,
    tid: stream,
    ts,
    dur,
    args: { device: 0, stream },
    ...patch,
  });
  const profileOfEvents = (...traceEvents: readonly object[]) => importTrace(JSON.stringify({ traceEvents }));
  const times = ({ computeMs, communicationMs, overlap }: RecordedProfile) =>
    [computeMs, communicationMs, overlap.communicationOnlyMs].map((ms) => Math.round(1e3 * ms));

  it('every kernel counts by its own name, on whatever stream it runs', () => {
    const gemms = Array.from({ length: 10 }, (_, at) => event(gemm, 7, 20 * at, 20));
    const onCompute = profileOfEvents(...gemms, event(allReduce, 7, 200, 20));
    expect([Math.round(1e3 * onCompute.spanMs), ...times(onCompute)]).toEqual([220, 200, 20, 20]);
    // A pack kernel of 30 us alongside 60 us of communication on the communication stream.
    const packed = profileOfEvents(
      event(gemm, 7, 0, 100),
      event('pack_elementwise', 9, 110, 30),
      event(allReduce, 9, 140, 60),
    );
    expect(times(packed)).toEqual([130, 60, 60]);
  });

  it('categories of older profilers and of other vendors', () => {
    const old = profileOfEvents(
      event(gemm, 7, 1614800519473220, 300, { cat: 'Kernel', tid: 'stream 7', args: { device: 0 } }),
      event('ncclKernel_AllReduce_RING_LL_Sum_float(ncclWorkElem)', 20, 1614800519473420, 300, {
        cat: 'Kernel',
      }),
      event('Memcpy HtoD', 7, 1614800519473800, 10, { cat: 'Memcpy' }),
    );
    expect(times(old)).toEqual([310, 300, 200]);
    expect(old.streams.map(({ stream }) => stream)).toEqual([7, 20]);
    const mtia = profileOfEvents(
      event('fc_kernel', 1, 100, 50, { cat: 'mtia_ccp_events' }),
      event('MTIA_AllReduce', 2, 120, 60, { cat: 'mtia_ccp_events' }),
    );
    expect(times(mtia)).toEqual([50, 60, 30]);
  });

  it('numbers as C++ prints them, in values that nobody needs', () => {
    const text = JSON.stringify({ traceEvents: [event(gemm, 7, 100, 50)] }).replace(
      '"stream":7',
      '"stream":7,"memory bandwidth (GB/s)":inf,"x":[-Infinity, nan],"note":"inf and \\"nan"',
    );
    expect(times(importTrace(text))).toEqual([50, 0, 0]);
  });

  it('a lost end stamp counts as no length, work without a time is left out, and both are counted', () => {
    const profile = profileOfEvents(
      event(gemm, 7, 100, 50),
      event(gemm, 7, 160, -160),
      event(gemm, 7, '200', '50'),
      event(gemm, 7, undefined, 50),
      event(gemm, 7, 300, undefined),
      event('aten::mm', 1, 0, 1, { cat: 'cpu_op' }),
    );
    expect([profile.kernels, Math.round(1e3 * profile.computeMs)]).toEqual([3, 100]);
    expect(profile.read).toEqual({
      events: 6,
      work: 3,
      launches: 0,
      annotations: 0,
      other: 1,
      clamped: 1,
      withoutTime: 2,
    });
  });

  it('several devices, each with its own figures', () => {
    const on = (device: number) => ({ pid: device, args: { device, stream: 7 } });
    const profile = profileOfEvents(
      event(gemm, 7, 0, 100, on(0)),
      event(gemm, 7, 0, 90, on(1)),
      event(allReduce, 9, 100, 60, { args: { device: 0, stream: 9 } }),
      event(allReduce, 9, 90, 70, { pid: 1, args: { device: 1, stream: 9 } }),
    );
    expect([profile.deviceId, ...times(profile)]).toEqual([0, 100, 60, 60]);
    const [other, ...more] = profile.otherDevices;
    expect(more).toEqual([]);
    expect([other!.deviceId, Math.round(1e3 * other!.overlap.communicationOnlyMs)]).toEqual([1, 70]);
  });

  it('the names that take most time, whatever their order', () => {
    const { topKernels } = profileOfEvents(
      event('a_gemm', 7, 0, 10),
      event('b_gemm', 7, 10, 30),
      event('a_gemm', 7, 40, 15),
    );
    expect(
      topKernels.map(({ name, kernels, totalMs }) => [name, kernels, Math.round(1e3 * totalMs)]),
    ).toEqual([
      ['b_gemm', 1, 30],
      ['a_gemm', 2, 25],
    ]);
  });

  it("traces that Railyard wrote: a rank is a device, its streams are the rank's", () => {
    const slice = (name: string, tid: number, ts: number, dur: number) => ({
      ph: 'X',
      pid: 3,
      tid,
      name,
      ts,
      dur,
    });
    const own = profileOfEvents(
      { ph: 'M', pid: 3, name: 'process_name', args: { name: 'rank 3: stages 3+12' } },
      slice('F0', 0, 0, 100),
      slice('combine', 1, 100, 20),
      slice('reduce dense gradients', 0, 120, 30),
      slice('elsewhere', 0, 500, 10),
    );
    expect([own.deviceId, own.kernels, ...times(own)]).toEqual([3, 4, 110, 50, 50]);
    expect(own.kindsMs.chunk).toBeCloseTo(0.1, 9);
    expect(() => profileOfEvents(slice('F0', 0, 0, 100))).toThrow('must hold device work');
  });

  it('launches in any order find their work', () => {
    const launch = (correlation: number, ts: number) => ({
      ph: 'X',
      cat: 'cuda_runtime',
      name: 'cudaLaunchKernel',
      pid: 1,
      tid: 1,
      ts,
      dur: 1,
      args: { correlation },
    });
    const range = (name: string, ts: number) => ({
      ph: 'X',
      cat: 'user_annotation',
      name,
      tid: 1,
      ts,
      dur: 10,
    });
    const profile = profileOfEvents(
      event('x_gemm', 7, 100, 5, { args: { stream: 7, correlation: 9 } }),
      event('y_gemm', 7, 110, 5, { args: { stream: 7, correlation: 4 } }),
      event('z_gemm', 7, 120, 5, { args: { stream: 7, correlation: 5 } }),
      launch(9, 2),
      launch(4, 22),
      range('first', 0),
      range('second', 20),
    );
    expect(profile.phases.map(({ phase, kernels }) => [phase, kernels])).toEqual([
      ['first', 1],
      ['second', 1],
    ]);
    expect(profile.unattributed).toBe(1);
  });
});
