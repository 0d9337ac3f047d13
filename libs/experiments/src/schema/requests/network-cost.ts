/** Schema of a network cost request: what a cluster's network is made of and costs. */
import { type Accepted } from '../json-schema.js';
import { clusterPart } from './cluster-part.js';
import { document, request } from './request.js';

export const networkCostRequestSchema = request(
  "Count the endpoints, switches and cables of a cluster's network, and price them.",
  { cluster: clusterPart },
  {
    prices: document(
      'PriceList',
      'PriceList document; default: the prices that were fitted to table 3 of the paper.',
      '--prices <file>',
    ),
  },
);

export type NetworkCostRequest = Accepted<typeof networkCostRequestSchema>;
