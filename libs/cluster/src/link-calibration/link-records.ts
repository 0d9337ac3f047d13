/** Link records. Written by tools/fit-collectives.mjs, which says how: do not edit by hand. */
import { type LinkRecord, linkEntries } from './link-constants.js';

export const LINK_RECORDS: readonly LinkRecord[] = [
  {
    device: 'a100',
    achievedGBps: 240,
    entries: {
      ...linkEntries(
        'derived',
        'NVLink switches before the third generation do not reduce; every GPU has its own links to ' + 'them',
        {
          switchStartSeconds: 0,
          switchGBps: 0,
          hostSharing: 0,
        },
      ),
      ...linkEntries(
        'fitted',
        'test/data/public-kernels/comm.csv and test/data/nccl/nccl-tests.csv (151 rows, a100)',
        {
          startSeconds: 0.000008538,
          hopSeconds: 8.878e-7,
          ringGBps: 400,
          copyGBps: 1200,
          chunkSeconds: 0.00001156,
          exchangeStepSeconds: 6.654e-7,
          exchangeGBps: 400,
          exchangeChunkSeconds: 0.00001172,
        },
      ),
      ...linkEntries('fitted', 'test/data/nccl/nccl-tests.csv (77 rows, a100)', {
        networkStepSeconds: 0.000005861,
        lowLatencyGBps: 7.409,
        bulkHopSeconds: 0.000004084,
        bulkNetworkStepSeconds: 0.000004938,
      }),
    },
  },
  {
    device: 'h100',
    achievedGBps: 370,
    relative: 'a100',
    entries: {
      ...linkEntries('derived', 'every GPU has its own links to the NVLink switch', {
        hostSharing: 0,
      }),
      ...linkEntries(
        'fitted',
        'test/data/public-kernels/comm.csv and test/data/nccl/nccl-tests.csv (223 rows, h100)',
        {
          startSeconds: 0.000004809,
          hopSeconds: 7.779e-7,
          ringGBps: 392.5,
          copyGBps: 1096,
          chunkSeconds: 0.000002849,
          exchangeStepSeconds: 4.303e-7,
          exchangeGBps: 404.1,
          exchangeChunkSeconds: 0.000003289,
          switchStartSeconds: 0.00002918,
          switchGBps: 277.2,
        },
      ),
      ...linkEntries('fitted', 'test/data/nccl/nccl-tests.csv (41 rows, h100)', {
        bulkHopSeconds: 0.000008035,
        bulkNetworkStepSeconds: 0.000004,
      }),
    },
  },
  {
    device: 'h200',
    achievedGBps: 370,
    relative: 'h100',
    entries: {
      ...linkEntries('derived', 'every GPU has its own links to the NVLink switch', {
        hostSharing: 0,
      }),
      ...linkEntries('fitted', 'test/data/public-kernels/comm.csv (142 rows, h200)', {
        startSeconds: 0.000004624,
        hopSeconds: 8.69e-7,
        ringGBps: 393,
        copyGBps: 823.3,
        chunkSeconds: 0.000002089,
        exchangeStepSeconds: 6.605e-7,
        exchangeGBps: 566.4,
        exchangeChunkSeconds: 0.000003161,
        switchStartSeconds: 0.00005463,
        switchGBps: 264.1,
      }),
    },
  },
  {
    device: 'b200',
    achievedGBps: 720,
    relative: 'h100',
    entries: {
      ...linkEntries('derived', 'every GPU has its own links to the NVLink switch', {
        hostSharing: 0,
      }),
      ...linkEntries('fitted', 'test/data/public-kernels/comm.csv (142 rows, b200)', {
        startSeconds: 0.000007848,
        hopSeconds: 0.000001241,
        ringGBps: 702.8,
        copyGBps: 1557,
        chunkSeconds: 0.000002706,
        exchangeStepSeconds: 4.388e-7,
        exchangeGBps: 673.9,
        exchangeChunkSeconds: 0.000005952,
        switchStartSeconds: 0.00003381,
        switchGBps: 453.4,
      }),
    },
  },
  {
    device: 'b300',
    achievedGBps: 720,
    relative: 'b200',
    entries: {
      ...linkEntries('derived', 'every GPU has its own links to the NVLink switch', {
        hostSharing: 0,
      }),
      ...linkEntries('fitted', 'test/data/public-kernels/comm.csv (142 rows, b300)', {
        startSeconds: 0.000007525,
        hopSeconds: 0.000001222,
        ringGBps: 730.2,
        copyGBps: 1418,
        chunkSeconds: 0.000002604,
        exchangeStepSeconds: 5.568e-7,
        exchangeGBps: 688.7,
        exchangeChunkSeconds: 0.000004704,
        switchStartSeconds: 0.0000312,
        switchGBps: 457.3,
      }),
    },
  },
  {
    device: 'gb200',
    achievedGBps: 720,
    relative: 'b200',
    entries: {
      ...linkEntries('fitted', 'test/data/public-kernels/comm.csv (88 rows, gb200)', {
        startSeconds: 0.000008439,
        hopSeconds: 0.00000119,
        ringGBps: 776.7,
        copyGBps: 1126,
        chunkSeconds: 0.000002003,
        exchangeStepSeconds: 8.68e-7,
        exchangeGBps: 692.1,
        exchangeChunkSeconds: 0.000004401,
      }),
    },
  },
  {
    device: 'gb300',
    achievedGBps: 720,
    relative: 'b300',
    entries: {
      ...linkEntries('fitted', 'test/data/public-kernels/comm.csv (88 rows, gb300)', {
        startSeconds: 0.000007484,
        hopSeconds: 0.00000126,
        ringGBps: 862.7,
        copyGBps: 1020,
        chunkSeconds: 0.0000022,
        exchangeStepSeconds: 0.000001266,
        exchangeGBps: 746,
        exchangeChunkSeconds: 0.000003563,
      }),
    },
  },
  {
    device: 'l40s',
    achievedGBps: 32,
    relative: 'a100',
    entries: {
      ...linkEntries('derived', 'no NVLink: GPUs reach each other through the host', {
        switchStartSeconds: 0,
        switchGBps: 0,
      }),
      ...linkEntries('fitted', 'test/data/public-kernels/comm.csv (142 rows, l40s)', {
        startSeconds: 0.000005104,
        hopSeconds: 8.893e-7,
        ringGBps: 21.69,
        copyGBps: 371.6,
        chunkSeconds: 6.772e-7,
        exchangeStepSeconds: 6.657e-7,
        exchangeGBps: 21.46,
        exchangeChunkSeconds: 0.000001854,
        hostSharing: 2.067,
      }),
    },
  },
];
