import { InvalidDocumentError, canonicalJson } from '@railyard/base';
import { FAULT_PROFILES, LEDGER_PARTS, RECOVERY_POLICIES, SDC_DETECTORS } from '@railyard/replay';
import fc from 'fast-check';
import { prepareExperiment, runExperiment, validateDocument } from '@railyard/experiments';

// Hundreds of cases on a machine that may be busy.
const small = {
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: 'small',
  seed: 3,
  cluster: { preset: 'h800-2048-mpft', nodes: 4, topology: { kind: 'mpft', planes: 8, switchPorts: 8 } },
  workload: { preset: 'llama3-8b', parallelism: { pipeline: 2 } },
};

const awkward = fc.oneof(
  fc.constantFrom<unknown>(
    NaN,
    Infinity,
    -0,
    0,
    5e-324,
    1e308,
    2 ** 53 + 2,
    -1,
    1.5,
    '',
    '__proto__',
    null,
    true,
    [],
    {},
    [[]],
    { kind: 'fixed' },
    { preset: 'constructor' },
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

function withValue(document: object, path: readonly string[], value: unknown): object {
  const copy = structuredClone(document);
  let here = copy as Record<string, unknown>;
  for (const key of path.slice(0, -1)) {
    if (typeof here[key] !== 'object' || here[key] === null) return copy;
    here = here[key] as Record<string, unknown>;
  }
  here[path.at(-1)!] = value;
  return copy;
}

describe('a replay section, whatever stands in it', () => {
  const full = prepareExperiment({
    ...small,
    replay: { recovery: { preset: 'modern', detectors: [{ preset: 'checksum' }] } },
  }).document;
  const anyPath = fc.constantFrom(...pathsOf(full.replay).map((path) => ['replay', ...path]));

  it('is issues below the section, or a sound document', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyPath, awkward), { minLength: 1, maxLength: 3 }), (changes) => {
        const input = changes.reduce<object>(
          (document, [path, value]) => withValue(document, path, value),
          full,
        );
        try {
          const { document } = prepareExperiment(input);
          expect(validateDocument(document)).toMatchObject({ ok: true, document });
        } catch (error) {
          if (!(error instanceof InvalidDocumentError)) throw error;
          for (const { path } of error.issues) expect(path === '' || path.startsWith('/replay')).toBe(true);
        }
      }),
      { numRuns: 800 },
    );
  });

  const section = fc.record({
    faults: fc.constantFrom(...Object.keys(FAULT_PROFILES)).map((preset) => ({ preset })),
    recovery: fc.record({
      preset: fc.constantFrom(...Object.keys(RECOVERY_POLICIES)),
      whenNoSpare: fc.constantFrom('wait', 'shrink'),
      networkFault: fc.constantFrom('restart', 'reroute'),
      silentCorruption: fc.constantFrom('detect', 'fail-stop'),
      stragglers: fc.constantFrom('drain', 'tolerate'),
      quarantineAfterDrains: fc.integer({ min: 0, max: 2 }),
      retainedCheckpoints: fc.integer({ min: 1, max: 300 }),
      restartSigma: fc.constantFrom(0, 0.5),
      detectors: fc.subarray(Object.keys(SDC_DETECTORS)).map((names) => names.map((preset) => ({ preset }))),
    }),
    horizon: fc.record({
      kind: fc.constantFrom('wall', 'productive'),
      days: fc.double({ min: 0.1, max: 10, noNaN: true }),
    }),
    replicas: fc.integer({ min: 1, max: 4 }),
    spareNodes: fc.integer({ min: 0, max: 2 }),
    rateMultiple: fc.constantFrom(0, 1, 100, 3000),
  });

  it('runs to the end, closes its ledger and is the same again', () => {
    fc.assert(
      fc.property(section, (replay) => {
        const prepared = prepareExperiment({ ...small, replay });
        const result = runExperiment(prepared);
        const { ledger, wallDays } = result.replay!;
        const total = LEDGER_PARTS.reduce((sum, part) => sum + ledger[part], 0);
        expect(Math.abs(total / (wallDays * 86_400) - 1)).toBeLessThan(1e-9);
        expect(canonicalJson(runExperiment(prepared))).toBe(canonicalJson(result));
      }),
      { numRuns: 20 },
    );
  });
});
