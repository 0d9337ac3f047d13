import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { TraceError } from '../trace/index.js';
import { chakraProfile } from './chakra-summary.js';
import { type ChakraNode, isChakra, readChakra } from './chakra-trace.js';

const bytesOf = (file: string): Uint8Array => {
  const bytes = readFileSync(join(__dirname, '../../../../test/data/traces', file));
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
};
const profileOf = (file: string) => chakraProfile(readChakra(bytesOf(file)));

describe('Chakra execution traces', () => {
  it.each([0, 1, 2, 3])('an all-gather of four ranks as protobuf: rank %i', (rank) => {
    const { version, nodes } = readChakra(bytesOf(`all_gather.${rank}.et`));
    expect(version).toBe('0.0.4');
    expect(nodes).toHaveLength(1);
    expect(nodes[0]).toMatchObject({
      name: 'all_gather_4npus_1MB',
      sort: 'collective',
      operation: 'all-gather',
      bytes: 1 << 20,
      onHost: false,
    });
  });

  it('an algorithm of sends, receives and reductions, with its chain', () => {
    const trace = readChakra(bytesOf('custom_allreduce.0.et'));
    expect(trace.version).toBe('1.0.2-chakra.0.0.4');
    const profile = chakraProfile(trace);
    expect(profile.nodes).toBe(35);
    expect(profile.dangling).toBe(0);
    // A ring of eight: 14 sends and 14 receives of an eighth of 1 MiB, 7 reductions.
    expect(profile.sorts.map(({ sort, nodes }) => [sort, nodes])).toEqual([
      ['computation', 7],
      ['send', 14],
      ['receive', 14],
    ]);
    expect(new Set(trace.nodes.map(({ bytes }) => bytes))).toEqual(new Set([131_072, undefined]));
  });

  it('the JSON of a training step: nodes, times, collectives', () => {
    const raw = JSON.parse(new TextDecoder().decode(bytesOf('chakra.0.json.gz'))) as {
      workload_graph: { runtime?: number; NodeType: number; is_cpu_op: boolean }[];
    };
    const profile = profileOf('chakra.0.json.gz');
    expect(profile).toMatchObject({ nodes: 3664, dangling: 0, withoutDuration: 157, circular: 0 });
    const total = raw.workload_graph.reduce((sum, { runtime = 0 }) => sum + runtime, 0);
    expect(profile.totalMs).toBeCloseTo(total / 1e3, 6);
    const onDevice = raw.workload_graph.filter(({ NodeType, is_cpu_op }) => NodeType === 7 && !is_cpu_op);
    expect(profile.collectives.reduce((sum, { calls }) => sum + calls, 0)).toBe(onDevice.length);
    expect(profile.criticalMs).toBeGreaterThan(0);
    expect(profile.criticalMs).toBeLessThanOrEqual(profile.totalMs);
  });

  it('the small example of its authors: dependencies on nodes outside are reported', () => {
    const profile = profileOf('chakra-small.0.json');
    expect(profile.collectives).toEqual([{ operation: 'broadcast', bytes: null, calls: 1, totalMs: 0.028 }]);
    expect(profile.nodes).toBe(7);
    expect(profile.dangling).toBeGreaterThan(0);
  });

  it('the longest chain is that of a search through every way', () => {
    const graphs = fc
      .array(fc.record({ durationUs: fc.nat(50), back: fc.array(fc.nat(8), { maxLength: 3 }) }), {
        minLength: 1,
        maxLength: 9,
      })
      .map((rows) =>
        rows.map(({ durationUs, back }, id): ChakraNode => ({
          id,
          name: `n${id}`,
          sort: 'computation',
          durationUs,
          after: back.filter((other) => other < id),
          onHost: false,
        })),
      );
    fc.assert(
      fc.property(graphs, (nodes) => {
        const endOf = (id: number): number =>
          nodes[id]!.durationUs + Math.max(0, ...nodes[id]!.after.map(endOf));
        const { criticalMs } = chakraProfile({ format: 'json', version: '', nodes });
        expect(criticalMs * 1e3).toBeCloseTo(Math.max(...nodes.map(({ id }) => endOf(id))), 6);
      }),
    );
  });

  it('nodes that wait for each other are reported', () => {
    const node = (id: number, after: number[]): ChakraNode => ({
      id,
      name: '',
      sort: 'computation',
      durationUs: 1,
      after,
      onHost: false,
    });
    const profile = chakraProfile({
      format: 'json',
      version: '',
      nodes: [node(0, [1]), node(1, [0]), node(2, [])],
    });
    expect(profile).toMatchObject({ circular: 2, criticalMs: 0.001 });
  });

  it('a file that is cut off is refused at its byte, wherever it is cut', () => {
    const whole = bytesOf('all_gather.0.et');
    for (let length = 9; length < whole.length; length += 1)
      expect(() => readChakra(whole.subarray(0, length))).toThrow(TraceError);
    expect(() => readChakra(whole.subarray(0, 8))).toThrow('must hold a node (got none)');
    const json = bytesOf('chakra-small.0.json');
    expect(() => readChakra(json.subarray(0, 500))).toThrow('The JSON of the trace must end');
  });

  it('is distinguished from a kernel trace by its name or its first key', () => {
    const head = (text: string) => new TextEncoder().encode(text);
    expect(isChakra('rank.0.et', head('\x07'))).toBe(true);
    expect(isChakra('chakra.json', head('{\n  "workload_graph": ['))).toBe(true);
    expect(isChakra('trace.json', head('{"traceEvents":['))).toBe(false);
  });
});
