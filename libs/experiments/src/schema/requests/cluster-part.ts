/** The part of a request that says which cluster it is about. */
import { presetOrDocument } from './request.js';

export const clusterPart = presetOrDocument(
  'cluster',
  'Cluster',
  'Cluster preset, or a Cluster document.',
  '--cluster <name>',
);
