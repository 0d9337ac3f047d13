/** Schema of a comparison of fabrics: cost, power, failures and the step of one job on each. */
import { list } from '../json-schema.js';
import { clusterPart } from './cluster-part.js';
import { document, presetOrDocument, request } from './request.js';

export const fabricComparisonRequestSchema = request(
  'Compare fabrics: cost, power, failures of a year and the step of one job on each, at equal bisection.',
  {
    clusters: list('Cluster presets, or Cluster documents.', clusterPart, 2, 8, {
      'x-option': '--cluster <name>',
    }),
  },
  {
    prices: document(
      'PriceList',
      'PriceList document; default: the prices that were fitted to table 3 of the paper.',
      '--prices <file>',
    ),
    workload: presetOrDocument(
      'workload',
      'Workload',
      'Workload preset, or a Workload document, whose step is computed on each; default: none.',
      '--workload <name>',
    ),
  },
);
