/** Which constants of collectives are fitted to which rows, device by device. */

/** Start and bounds of every constant that is fitted. */
export const LINK_RANGES = {
  startSeconds: [5e-6, 1e-6, 3e-5],
  hopSeconds: [1e-6, 1e-7, 1e-5],
  ringGBps: [400, 5, 900],
  copyGBps: [1200, 50, 4000],
  chunkSeconds: [1.5e-6, 1e-8, 2e-5],
  exchangeStepSeconds: [8e-7, 1e-8, 1e-5],
  exchangeGBps: [400, 5, 900],
  exchangeChunkSeconds: [2e-6, 1e-8, 2e-5],
  switchStartSeconds: [3e-5, 1e-6, 2e-4],
  switchGBps: [300, 50, 900],
  networkStepSeconds: [6e-6, 1e-7, 5e-5],
  lowLatencyGBps: [5, 0.2, 100],
  bulkHopSeconds: [3.4e-6, 1e-7, 2e-5],
  bulkNetworkStepSeconds: [1.1e-5, 4e-6, 1e-4],
  hostSharing: [2, 0.1, 4],
};

const PUBLIC = 'test/data/public-kernels/comm.csv';
const NCCL_TESTS = 'test/data/nccl/nccl-tests.csv';
const BOTH = `${PUBLIC} and ${NCCL_TESTS}`;
const oneNode = (row) => /one node/.test(row.family);
const several = (row) => /several nodes/.test(row.family) && !/all-to-all/.test(row.family);

const INSIDE = [
  'startSeconds',
  'hopSeconds',
  'ringGBps',
  'copyGBps',
  'chunkSeconds',
  'exchangeStepSeconds',
  'exchangeGBps',
  'exchangeChunkSeconds',
];
const SWITCH = ['switchStartSeconds', 'switchGBps'];
const SMALL = ['networkStepSeconds', 'lowLatencyGBps'];
const LARGE = ['bulkHopSeconds', 'bulkNetworkStepSeconds'];

const given = (values, provenance, source) => ({
  values,
  entries: Object.fromEntries(Object.keys(values).map((name) => [name, { provenance, source }])),
});
const SWITCHED = given({ hostSharing: 0 }, 'derived', 'every GPU has its own links to the NVLink switch');
const NO_REDUCTION = given(
  { switchStartSeconds: 0, switchGBps: 0, hostSharing: 0 },
  'derived',
  'NVLink switches before the third generation do not reduce; every GPU has its own links to them',
);
const HOST = given(
  { switchStartSeconds: 0, switchGBps: 0 },
  'derived',
  'no NVLink: GPUs reach each other through the host',
);

const device = (name, relative, what, more = {}) => ({
  device: name,
  devices: [name],
  relative,
  given: SWITCHED,
  stages: [{ names: [...INSIDE, ...SWITCH], matches: oneNode, what }],
  ...more,
});
const four = (name, relative) =>
  device(name, relative, PUBLIC, {
    given: { values: {}, entries: {} },
    stages: [{ names: INSIDE, matches: oneNode, what: PUBLIC }],
  });

/** The first record has everything; the others give what was measured on them. */
export const LINK_CHAIN = [
  device('a100', undefined, BOTH, {
    given: NO_REDUCTION,
    stages: [
      { names: INSIDE, matches: oneNode, what: BOTH },
      { names: [...SMALL, ...LARGE], matches: several, what: NCCL_TESTS, knee: 0.1 },
    ],
  }),
  device('h100', 'a100', BOTH, {
    stages: [
      { names: [...INSIDE, ...SWITCH], matches: oneNode, what: BOTH },
      { names: LARGE, matches: several, what: NCCL_TESTS, knee: 0.1 },
    ],
  }),
  device('h200', 'h100', PUBLIC),
  device('b200', 'h100', PUBLIC, { starts: { switchGBps: 430, switchStartSeconds: 5e-5 } }),
  device('b300', 'b200', PUBLIC),
  // Four GPUs a node: reduction in the switch is that of their relatives, whose GPU and switch they have.
  four('gb200', 'b200'),
  four('gb300', 'b300'),
  device('l40s', 'a100', PUBLIC, {
    given: HOST,
    stages: [{ names: [...INSIDE, 'hostSharing'], matches: oneNode, what: PUBLIC }],
    starts: { ringGBps: 20, exchangeGBps: 20, hostSharing: 2 },
  }),
];
