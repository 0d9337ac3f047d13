import { type Issue } from '@railyard/base';
import { applyOverrides, getPreset, parseText, prepareExperiment, validateDocument } from '../index.js';

const founding = { apiVersion: 'railyard/v1', kind: 'Experiment', preset: 'deepseek-v3-mpft' };

const issuesOf = (input: unknown): readonly Issue[] => validateDocument(input).issues;

/** The founding case with one thing put at a dotted path. */
const withValue = (path: string, value: unknown): unknown => {
  const document: Record<string, unknown> = { ...founding };
  const keys = path.split('.');
  let here = document;
  for (const key of keys.slice(0, -1)) here = (here[key] ??= {}) as Record<string, unknown>;
  here[keys.at(-1)!] = value;
  return document;
};

describe('a sound document', () => {
  it('expands presets and fills defaults', () => {
    const { document, id } = prepareExperiment(founding);
    expect(document.cluster).toEqual(getPreset('cluster', 'h800-2048-mpft'));
    expect(document.workload).toEqual(getPreset('workload', 'deepseek-v3'));
    expect(document).toMatchObject({ name: 'deepseek-v3-mpft', seed: 1 });
    expect(id).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is the same whether presets are named or spelled out', () => {
    const spelled = {
      ...founding,
      preset: undefined,
      name: 'deepseek-v3-mpft',
      cluster: getPreset('cluster', 'h800-2048-mpft'),
      workload: getPreset('workload', 'deepseek-v3'),
    };
    expect(prepareExperiment(spelled).id).toBe(prepareExperiment(founding).id);
  });

  it('merges overrides deep and keeps the rest', () => {
    const { document } = prepareExperiment(withValue('cluster.nic.bandwidthGBps', 25));
    expect(document.cluster.nic).toMatchObject({ bandwidthGBps: 25, perNode: 8 });
  });

  it('divides the GPUs by context ranks too', () => {
    const { parallelism } = prepareExperiment(withValue('workload.parallelism.context', 2)).document.workload;
    expect(parallelism).toMatchObject({ pipeline: 16, tensor: 1, context: 2, data: 64 });
    expect(prepareExperiment(withValue('seed', 3)).document.workload.parallelism).not.toHaveProperty(
      'context',
    );
  });

  it('lets data parallelism follow the pipeline unless it is stated', () => {
    expect(
      prepareExperiment(withValue('workload.parallelism.pipeline', 32)).document.workload.parallelism.data,
    ).toBe(64);
  });

  it('replaces a variant whose kind changes, and keeps what both know', () => {
    const { document } = prepareExperiment(withValue('cluster.topology', { kind: 'mrft' }));
    expect(document.cluster.topology).toEqual({ kind: 'mrft', switchPorts: 64 });
  });

  it('starts a part again from another preset', () => {
    const { document } = prepareExperiment(withValue('cluster.device', { preset: 'h200', memoryGB: 120 }));
    expect(document.cluster.device).toMatchObject({ name: 'h200', memoryGB: 120, memoryBandwidthGBps: 4800 });
  });

  it('removes an optional part with null', () => {
    const { document } = validateDocument({
      apiVersion: 'railyard/v1',
      kind: 'Workload',
      preset: 'deepseek-v3',
      model: { moe: null },
    });
    expect(document).not.toHaveProperty('model.moe');
  });

  it('does not change what it was given', () => {
    const input = withValue('cluster.nic.bandwidthGBps', 25);
    const before = JSON.stringify(input);
    prepareExperiment(input);
    expect(JSON.stringify(input)).toBe(before);
  });
});

describe('a mistake in a field', () => {
  const cases: readonly [name: string, path: string, value: unknown, code: string, hint: RegExp][] = [
    ['unknown key', 'workload.parallelism.pipelin', 8, 'unknown-key', /`pipeline`/],
    ['abbreviation', 'workload.parallelism.pp', 8, 'unknown-key', /`pipeline`/],
    ['wrong unit', 'cluster.nic.bandwidthGbps', 400, 'unknown-key', /`bandwidthGBps`/],
    ['text for a number', 'cluster.nic.bandwidthGBps', 'fast', 'wrong-type', /GB\/s/],
    ['number for a mapping', 'cluster.nic', 5, 'wrong-type', /NIC/],
    ['fraction for a count', 'cluster.nodes', 2.5, 'wrong-type', /Nodes/],
    ['zero', 'workload.parallelism.pipeline', 0, 'too-small', /1 to 512/],
    ['negative', 'cluster.nodes', -8, 'too-small', /1 to/],
    ['denormal', 'cluster.nic.bandwidthGBps', 5e-324, 'too-small', /0\.01/],
    ['astronomic', 'cluster.nic.bandwidthGBps', 1e308, 'too-large', /100000/],
    ['NaN', 'cluster.nic.bandwidthGBps', NaN, 'not-finite', /finite/],
    ['Infinity', 'cluster.nodes', Infinity, 'not-finite', /finite/],
    ['beyond whole numbers', 'seed', 2 ** 53 + 2, 'too-large', /9007199254740991/],
    ['unknown word', 'workload.schedule.name', 'dualpip', 'not-allowed', /`dualpipe`/],
    ['unknown preset', 'cluster.preset', 'h800-2048-mpf', 'unknown-preset', /`h800-2048-mpft`/],
    ['preset that is not text', 'workload.model.preset', 7, 'wrong-type', /model presets/],
    ['unknown variant', 'cluster.topology.kind', 'fattree', 'not-allowed', /`fat-tree`/],
    ['key of another variant', 'cluster.topology.q', 5, 'unknown-key', /planes/],
    ['prototype', 'cluster.constructor', {}, 'unknown-key', /Remove/],
    [
      'pipeline that does not divide',
      'workload.parallelism.pipeline',
      24,
      'does-not-divide',
      /Use pipeline (16|32)/,
    ],
    ['empty list', 'workload.stageLayers', [], 'too-few', /Layers/],
  ];

  it.each(cases)('%s', (_name, path, value, code, hint) => {
    const issues = issuesOf(withValue(path, value));
    expect(issues).toContainEqual({
      path: `/${path.replaceAll('.', '/')}`,
      code,
      message: expect.any(String),
      hint: expect.stringMatching(hint),
    });
    expect(issues).toHaveLength(1);
  });
});

describe('a mistake in the document', () => {
  it('reports all of them at once', () => {
    const issues = issuesOf({
      ...founding,
      sed: 3,
      cluster: { nodes: 0, nic: { bandwidthGBps: 'x' } },
      workload: { batch: { globalBatch: 1 } },
    });
    expect(issues.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      '/cluster/nic/bandwidthGBps wrong-type',
      '/cluster/nodes too-small',
      '/sed unknown-key',
      '/workload/batch/globalBatch unknown-key',
    ]);
  });

  it('lets the domain speak alongside unknown keys', () => {
    const issues = issuesOf({ ...founding, sed: 3, workload: { batch: { globalSequences: 15001 } } });
    expect(issues.map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/sed unknown-key',
      '/workload/batch/globalSequences not-divisible',
    ]);
  });

  it('knows before running that a layout does not fit', () => {
    expect(issuesOf({ ...founding, workload: { parallelism: { pipeline: 8 } } })).toMatchObject([
      {
        path: '/workload/parallelism',
        code: 'out-of-memory',
        message: expect.stringContaining("the device's 79.1 GiB"),
      },
    ]);
    expect(issuesOf({ ...founding, workload: { parallelism: { pipeline: 8 } }, ignoreMemory: true })).toEqual(
      [],
    );
    expect(issuesOf({ ...founding, workload: { parallelism: { expert: 48 } } })).toContainEqual(
      expect.objectContaining({ path: '/workload/parallelism/expert', code: 'not-divisible' }),
    );
    expect(issuesOf({ ...founding, cluster: { nic: { perNode: 3 } } })).toContainEqual(
      expect.objectContaining({ path: '/cluster/nic/perNode' }),
    );
    expect(
      issuesOf({
        ...founding,
        cluster: { nodes: 32768, gpusPerNode: 128 },
        workload: { parallelism: { expert: 64 } },
      }),
    ).toContainEqual(expect.objectContaining({ path: '/cluster/nodes', code: 'too-large' }));
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['text', 'deepseek-v3'],
    ['a number', 5],
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['a symbol', Symbol('x')],
  ])('refuses %s', (_name, input) => {
    expect(issuesOf(input)).toMatchObject([{ path: '', code: 'wrong-type' }]);
  });

  it('says which kinds there are', () => {
    expect(issuesOf({ apiVersion: 'railyard/v1', kind: 'Experimnt' })).toMatchObject([
      { path: '/kind', code: 'unknown-kind', hint: 'Use `Experiment`.' },
    ]);
    expect(issuesOf({ kind: 'Cluster', preset: 'h800-2048-mpft' })).toMatchObject([
      { path: '/apiVersion', code: 'missing-key' },
    ]);
    expect(issuesOf({ ...founding, apiVersion: 'railyard/v2' })).toMatchObject([
      { path: '/apiVersion', code: 'not-allowed' },
    ]);
  });

  it('lists what a document without presets lacks', () => {
    const paths = issuesOf({
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      cluster: { preset: 'h800-2048-mpft' },
      workload: { model: { preset: 'llama3-8b' } },
    }).map((issue) => issue.path);
    expect(paths).toEqual(['/workload/batch']);
  });

  it('does not report the consequences of an unknown preset', () => {
    expect(issuesOf({ ...founding, preset: 'deepseek-v4' })).toMatchObject([
      { path: '/preset', code: 'unknown-preset' },
    ]);
  });

  it('refuses deep nesting, prototype keys and monsters without reading on', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 40; i += 1) deep = { deep };
    expect(issuesOf({ ...founding, deep })).toMatchObject([{ code: 'too-deep' }]);
    expect(issuesOf(JSON.parse('{"__proto__": {"polluted": true}}'))).toMatchObject([
      { path: '/__proto__', code: 'unknown-key' },
    ]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(issuesOf({ ...founding, list: new Array(600_000).fill(1) })).toMatchObject([{ code: 'too-big' }]);
  });

  it('shows a hundred issues of many', () => {
    const keys = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`key${i}`, 1]));
    const issues = issuesOf({ ...founding, ...keys });
    expect(issues).toHaveLength(101);
    expect(issues.at(-1)).toMatchObject({ code: 'more-issues', message: '200 more issues.' });
  });
});

describe('text', () => {
  it('is YAML or JSON', () => {
    expect(parseText('apiVersion: railyard/v1\nkind: Experiment\n')).toEqual({
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
    });
    expect(parseText('{"kind": "Cluster", "nodes": 4}')).toEqual({ kind: 'Cluster', nodes: 4 });
    expect(parseText('{kind: Cluster, nodes: 4}')).toEqual({ kind: 'Cluster', nodes: 4 });
  });

  it.each([
    ['broken', 'kind: [1,', 'syntax'],
    ['empty', '  \n', 'empty'],
    ['a second document', 'a: 1\n---\nb: 2\n', 'several-documents'],
    ['a comment alone', '# nothing\n', 'empty'],
    ['duplicate key', 'a: 1\na: 2\n', 'syntax'],
    ['deep', '['.repeat(100_000), 'too-deep'],
    ['deep by indentation', `${'- '.repeat(5000)}1`, 'too-deep'],
    ['large', 'x'.repeat(1_000_001), 'too-big'],
    [
      'alias bomb',
      `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefgh'
        .split('')
        .map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`)
        .join('\n')}`,
      'syntax',
    ],
  ])('%s text is a list of issues', (_name, source, code) => {
    expect(() => parseText(source)).toThrow(
      expect.objectContaining({ name: 'InvalidDocumentError', issues: [expect.objectContaining({ code })] }),
    );
  });
});

describe('--set', () => {
  it('puts typed values at dotted paths', () => {
    const document = applyOverrides(founding, [
      'workload.parallelism.pipeline=8',
      'cluster.pxn=false',
      'name=8',
      'cluster.topology={kind: mrft}',
    ]);
    expect(document).toEqual({
      ...founding,
      name: '8',
      workload: { parallelism: { pipeline: 8 } },
      cluster: { pxn: false, topology: { kind: 'mrft' } },
    });
  });

  it.each([
    [
      'workload.paralelism.pipeline=8',
      '/workload/paralelism/pipeline',
      'unknown-key',
      'Use `workload.parallelism.pipeline`.',
    ],
    [
      'workload.parallelism.pp=8',
      '/workload/parallelism/pp',
      'unknown-key',
      'Use `workload.parallelism.pipeline`.',
    ],
    ['workload', '', 'bad-override', expect.stringContaining('--set')],
    ['=3', '', 'bad-override', expect.stringContaining('--set')],
    ['seed.x=3', '/seed/x', 'unknown-key', 'Remove it.'],
    ['__proto__.x=3', '/__proto__/x', 'unknown-key', expect.any(String)],
  ])('%s is refused', (words, path, code, hint) => {
    expect(() => applyOverrides(founding, [words])).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ path, code, hint })] }),
    );
  });
});
