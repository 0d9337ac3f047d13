/** The schemas of requests by the commands that make them. */
import { layerRequestSchema, scheduleRequestSchema } from '@railyard/experiments';

export const REQUEST_SCHEMAS = {
  layer: layerRequestSchema,
  schedule: scheduleRequestSchema,
};

export type RequestSchemas = typeof REQUEST_SCHEMAS;
