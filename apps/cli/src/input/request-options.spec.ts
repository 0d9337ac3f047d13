import { checkedNetwork, checkedSchedule, type JsonSchema, REQUEST_SCHEMAS } from '@railyard/experiments';
import { Command } from 'commander';
import { CliError } from '../exit-code.js';
import { flagsOf, requestOf, withRequest } from './request-options.js';

/** The request that words on the command line say; commander's refusals are thrown. */
async function said(schema: JsonSchema, ...words: readonly string[]): Promise<unknown> {
  const command = withRequest(new Command(), schema)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  command.parse(words, { from: 'user' });
  return requestOf(schema, command);
}
const { NetworkRequest, NetworkCostRequest, LayerRequest, ScheduleRequest } = REQUEST_SCHEMAS;
const NETWORK = ['all-to-all', '--cluster', 'h800-2048-mpft', '--gpus', '16'] as const;
const base = { collective: 'all-to-all', cluster: 'h800-2048-mpft', gpus: 16 };

describe('options of a request', () => {
  it.each(Object.entries(REQUEST_SCHEMAS))(
    '%s has an option, or an argument, for every key',
    (_name, schema) => {
      const all = Object.entries(schema.properties ?? {}).flatMap(([key, member]) => flagsOf(key, member));
      for (const flags of all) expect(flags).toMatch(/^(<[a-z]+>|(-[a-z], )?--[a-z]+(-[a-z]+)*( <\S+>)?)$/);
      expect(new Set(all).size).toBe(all.length);
      const help = withRequest(new Command(), schema).helpInformation();
      for (const flags of all) expect(help).toContain(flags.startsWith('<') ? flags.slice(1, -1) : flags);
    },
  );

  it.each([
    ['all_reduce_perf', 'all-reduce'],
    ['AllToAll', 'all-to-all'],
    ['sendrecv', 'send-receive'],
    ['gather_perf', 'incast'],
    ['reduce', 'reduce'],
    ['alltoallv', 'alltoallv'],
  ])('take the collective %s as %s', async (spelt, collective) => {
    expect(await said(NetworkRequest, spelt, ...NETWORK.slice(1))).toMatchObject({ collective });
  });

  it('become values of the types that the schema has', async () => {
    expect(await said(NetworkRequest, ...NETWORK)).toEqual(base);
    expect(
      await said(
        NetworkRequest,
        ...[
          ...NETWORK,
          '--bytes',
          '1GiB',
          '--entropies',
          '8',
          '--routing',
          'ecmp',
          '--no-pxn',
          '--seed',
          '0',
        ],
        ...['--fail', 'leaf:3', '--fail', 'plane:1=0.5', '--flap', 'leaf:0@0+1', '--reroute', '0.5'],
        ...['--beside', 'all-reduce:256MiB', '--rails', '6:2'],
      ),
    ).toEqual({
      ...base,
      bytes: '1GiB',
      entropies: 8,
      routing: 'ecmp',
      pxn: false,
      seed: 0,
      fail: ['leaf:3', 'plane:1=0.5'],
      flap: ['leaf:0@0+1'],
      reroute: 0.5,
      beside: { collective: 'all-reduce', bytes: '256MiB' },
      rails: [6, 2],
    });
    expect(await said(NetworkRequest, ...NETWORK, '--pxn')).toEqual({ ...base, pxn: true });
    expect(await said(LayerRequest, 'llama3-8b', '--device', 'h200', '--dense')).toEqual({
      workload: 'llama3-8b',
      device: 'h200',
      dense: true,
    });
    expect(
      await said(ScheduleRequest, '1f1b', '--ranks', '4', '--micro-batches', '8', '--b-input', '1.5'),
    ).toEqual({ name: '1f1b', ranks: 4, microBatches: 8, bInputMs: 1.5 });
  });

  it.each([
    [['--reroute', 'soon'], 'Use a number of at least 0.'],
    [['--reroute', ''], 'Use a number of at least 0.'],
    [['--top', '1.5'], 'Use a whole number of at least 1.'],
    [['--rails', '6'], 'Use the form n:n.'],
    [['--rails', '6:2:1'], 'Use the form n:n.'],
    [['--rails', '6:x'], 'Use a whole number of at least 1.'],
    [['--beside', 'all-reduce'], 'Use the form collective:size.'],
    [['--beside', 'all-reduce:'], 'Use the form collective:size.'],
  ])('are refused where they are no such value: %j', async (words, hint) => {
    await expect(said(NetworkRequest, ...NETWORK, ...words)).rejects.toThrow(hint);
  });

  it('must be given where the schema says so', async () => {
    await expect(said(NetworkRequest, 'all-to-all', '--gpus', '16')).rejects.toThrow('--cluster <name>');
    await expect(said(NetworkRequest, '--cluster', 'h800-2048-mpft', '--gpus', '16')).rejects.toThrow(
      'collective',
    );
  });

  it('are not judged here: what is not allowed is an issue of the request', async () => {
    const gossip = await said(
      NetworkRequest,
      'gossip',
      '--cluster',
      'h800-2048-mpft',
      '--gpus',
      '1',
      '--bytes',
      '1',
    );
    expect(() => checkedNetwork(gossip)).toThrow(/\/collective: .*\n\/gpus: /);
    const loop = await said(ScheduleRequest, 'loop', '--ranks', '0', '--micro-batches', '8');
    expect(() => checkedSchedule(loop)).toThrow(/\/name: .*\n\/ranks: /);
  });

  it('name presets, or documents in files', async () => {
    const own = 'examples/own-cluster.yaml';
    expect(await said(NetworkCostRequest, '--cluster', own, '--prices', 'examples/prices.yaml')).toEqual({
      cluster: expect.objectContaining({ kind: 'Cluster' }),
      prices: expect.objectContaining({ kind: 'PriceList' }),
    });
    const missing = async (schema: JsonSchema, ...words: readonly string[]) => {
      const error = await said(schema, ...words).catch((thrown: unknown) => thrown);
      return error instanceof CliError ? `${error.code}: ${error.message} ${error.hint}` : error;
    };
    expect(await missing(NetworkCostRequest, '--cluster', 'nope')).toMatch(
      /^not-found: There is no file and no cluster preset `nope`\. Name a file .* one of the presets h800/,
    );
    expect(await missing(NetworkCostRequest, '--cluster', 'h800-2048-mpft', '--prices', 'nope')).toBe(
      'not-found: There is no file `nope`. Name a file with a PriceList document.',
    );
    expect(await missing(LayerRequest, 'gpt-5', '--device', 'h200')).toMatch(
      /^not-found: There is no workload preset `gpt-5`\. Name one of the presets deepseek-v3/,
    );
  });
});
