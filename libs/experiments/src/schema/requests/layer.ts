/** Schema of a layer request: one transformer layer on one device. */
import { PRECISIONS } from '@railyard/parallelism';
import { choice, count, flag, type Accepted } from '../json-schema.js';
import { presetName, request } from './request.js';

export const layerRequestSchema = request(
  "Time one transformer layer of a workload's model on one device, without communication.",
  {
    workload: presetName('workload', 'Workload preset whose model has the layer.', '<workload>'),
    device: presetName('device', 'Device preset that the layer runs on.', '--device <gpu>'),
  },
  {
    tokens: count('Tokens of the micro-batch; default: as the workload.', 1, 16_777_216),
    sequence: count('Tokens of a sequence; default: as the workload.', 1, 16_777_216),
    precision: choice(
      'Precision of the matrix multiplications; default: as the workload, where the device has it.',
      PRECISIONS,
    ),
    tensor: count('Tensor-parallel ranks that share the layer; default: 1, the whole layer.', 1, 4096),
    expert: count('Expert-parallel ranks; default: as the workload.', 1, 4096),
    recompute: choice('What the backward recomputes; default: none.', ['none', 'selective', 'full'], {
      'x-option': '--recompute <mode>',
    }),
    dense: flag('Take a dense layer of a mixture of experts; default: one of its expert layers.', {
      'x-option': '--dense',
    }),
  },
);

export type LayerRequest = Accepted<typeof layerRequestSchema>;
