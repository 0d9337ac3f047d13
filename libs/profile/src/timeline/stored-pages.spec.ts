import { type PageStore, RESIDENT_PAGES, ROWS_OF_A_PAGE, TraceReader } from '../trace/index.js';
import { profileOf } from './recorded-profile.js';

const KERNELS = ROWS_OF_A_PAGE * (RESIDENT_PAGES + 40);

/** A kernel every 5 us, each fourth of them communication that runs under the next two. */
function events(order: (index: number) => number): Uint8Array {
  const all = Array.from({ length: KERNELS }, (_, index) => {
    const at = order(index);
    const moves = at % 4 === 0;
    const name = moves ? 'ncclDevKernel_AllReduce' : `gemm_${at % 9}`;
    const args = { device: 0, stream: moves ? 9 : 7, correlation: at };
    return [
      { ph: 'X', cat: 'cuda_runtime', name: 'launch', tid: 1, ts: 5 * at, dur: 1, args: { correlation: at } },
      { ph: 'X', cat: 'kernel', name, tid: 7, ts: 5 * at + 1, dur: moves ? 8 : 3, args },
    ];
  });
  const ranges = [0, 1].map((half) => ({
    ph: 'X',
    cat: 'user_annotation',
    name: 'half',
    tid: 1,
    ts: half * 2.5 * KERNELS,
    dur: 2.5 * KERNELS - 1,
  }));
  return new TextEncoder().encode(JSON.stringify({ traceEvents: [...ranges, ...all.flat()] }));
}

const read = (bytes: Uint8Array, store?: PageStore) => {
  const reader = new TraceReader(undefined, [], store);
  reader.push(bytes);
  return profileOf(reader.end());
};

describe('a profile whose records are kept outside memory', () => {
  const inOrder = events((index) => index);

  it('is that of a trace in memory, in order or not, with pages out and in again', () => {
    const pages: Uint8Array[] = [];
    let reads = 0;
    const store: PageStore = {
      write: (bytes) => pages.push(bytes.slice()) - 1,
      read: (number, into) => {
        reads += 1;
        into.set(pages[number]!);
      },
    };
    const expected = read(inOrder);
    expect(read(inOrder, store)).toEqual(expected);
    expect([pages.length > 0, reads > 0]).toEqual([true, true]);
    expect(
      read(
        events((index) => (index * 7919) % KERNELS),
        store,
      ),
    ).toEqual(expected);
    const moved = KERNELS / 4;
    expect(expected.communicationMs).toBeCloseTo((moved * 8) / 1e3, 6);
    // Of 8 us from 1: compute from 6 to 9.
    expect(expected.overlap.bothMs).toBeCloseTo((moved * 3) / 1e3, 6);
    expect(expected.layers.map(({ exposedMs }) => exposedMs.toFixed(3))).toEqual(
      Array(2).fill(((moved * 5) / 2e3).toFixed(3)),
    );
  });
});
