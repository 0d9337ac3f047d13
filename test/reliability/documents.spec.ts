import fc from 'fast-check';
import { InvalidDocumentError } from '@railyard/base';
import {
  applyOverrides,
  getPreset,
  parseText,
  prepareExperiment,
  prepareSweep,
  validateDocument,
} from '@railyard/experiments';

// Hundreds of cases on a machine that may be busy.
/** Runs `action`; anything but a list of issues is a failure of ours. */
function onlyIssues(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof InvalidDocumentError)) throw error;
    for (const issue of error.issues)
      expect(issue).toEqual({
        path: expect.any(String),
        code: expect.any(String),
        message: expect.any(String),
        hint: expect.any(String),
      });
    expect(error.issues.length).toBeGreaterThan(0);
  }
}

const awkward = fc.oneof(
  fc.constantFrom<unknown>(
    NaN,
    Infinity,
    -Infinity,
    -0,
    0,
    5e-324,
    1e308,
    2 ** 53 + 2,
    -1,
    1.5,
    1e21,
    '',
    'NaN',
    '__proto__',
    null,
    true,
    [],
    {},
    [[]],
    { kind: 'mpft' },
    { preset: 'constructor' },
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.anything({ maxDepth: 2, withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
);

const full = {
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: 'x',
  cluster: getPreset('cluster', 'h800-2048-mpft'),
  workload: getPreset('workload', 'deepseek-v3'),
  seed: 1,
};

/** Every path of the full document, mappings included. */
function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

const anyPath = fc.constantFrom(...pathsOf(full).filter((path) => path.length > 0));

function withValue(document: object, path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(document) as Record<string, unknown>;
  let here = copy;
  for (const key of path.slice(0, -1)) {
    if (typeof here[key] !== 'object' || here[key] === null) return copy;
    here = here[key] as Record<string, unknown>;
  }
  here[path.at(-1)!] = value;
  return copy;
}

describe('whatever is handed in', () => {
  it('random values are issues', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withNullPrototype: true,
          withObjectString: true,
        }),
        (input) => {
          expect(validateDocument(input).ok).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('one to three fields replaced by anything are issues or a sound document', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyPath, awkward), { minLength: 1, maxLength: 3 }), (changes) => {
        const input = changes.reduce<unknown>(
          (document, [path, value]) => withValue(document as object, path, value),
          full,
        );
        onlyIssues(() => {
          const { document } = prepareExperiment(input);
          expect(validateDocument(document)).toMatchObject({ ok: true, document });
        });
      }),
      { numRuns: 1500 },
    );
  });

  it('a sweep over any path with any values is issues or points', () => {
    fc.assert(
      fc.property(anyPath, fc.array(awkward, { maxLength: 3 }), (path, values) => {
        const input = {
          apiVersion: 'railyard/v1',
          kind: 'Sweep',
          preset: 'deepseek-v3-mpft',
          parameters: { [path.join('.')]: { values } },
        };
        onlyIssues(() => {
          const { size, duplicates, infeasible, runs } = prepareSweep(input);
          expect(runs.length + duplicates + infeasible.length).toBe(size);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('text is issues or a value', () => {
    const yamlish = fc.stringMatching(/^[ \n\-?:,[\]{}#&*!|>'"%@`a0.~]{0,80}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 300 }), yamlish, fc.json()), (text) =>
        onlyIssues(() => parseText(text)),
      ),
      { numRuns: 1500 },
    );
  });

  it('overrides are issues or a document', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc
            .tuple(anyPath, fc.string({ maxLength: 30 }))
            .map(([path, value]) => `${path.join('.')}=${value}`),
        ),
        (words) => {
          onlyIssues(() => prepareExperiment(applyOverrides(full, [words])));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('pollutes nothing', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const evil = JSON.parse(
        '{"apiVersion":"railyard/v1","kind":"Experiment","preset":"deepseek-v3-mpft",' +
          `"cluster":{"${key}":{"polluted":1}}}`,
      ) as unknown;
      expect(validateDocument(evil).issues).toMatchObject([{ path: `/cluster/${key}`, code: 'unknown-key' }]);
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
