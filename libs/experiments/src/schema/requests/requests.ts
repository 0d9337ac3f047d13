/** The schema of every request, by the name of its type, and the form in which it is published. */
import { type JsonSchema } from '../json-schema.js';
import { fabricComparisonRequestSchema } from './fabric-comparison.js';
import { layerRequestSchema } from './layer.js';
import { networkRequestSchema } from './network.js';
import { networkCostRequestSchema } from './network-cost.js';
import { scheduleRequestSchema } from './schedule.js';
import { sharedClusterRequestSchema } from './shared-cluster.js';

export const REQUEST_SCHEMAS = {
  NetworkRequest: networkRequestSchema,
  NetworkCostRequest: networkCostRequestSchema,
  FabricComparisonRequest: fabricComparisonRequestSchema,
  SharedClusterRequest: sharedClusterRequestSchema,
  LayerRequest: layerRequestSchema,
  ScheduleRequest: scheduleRequestSchema,
};

/** What a caller of the service needs: without the annotations for the command line. */
export function publishedRequest({ 'x-option': _option, properties, ...schema }: JsonSchema): JsonSchema {
  return properties === undefined
    ? schema
    : {
        ...schema,
        properties: Object.fromEntries(
          Object.entries(properties).map(([key, member]) => [key, publishedRequest(member)]),
        ),
      };
}
