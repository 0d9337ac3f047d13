/** Schema of `workload.software`: what a framework launches, and how fast its host is. */
import {
  ATTENTION_KERNELS,
  type FusedParts,
  GRAPH_SCOPES,
  LAUNCH_MODES,
  OPTIMIZER_LAUNCHES,
  SELECTIVE_RECOMPUTES,
  SOFTWARE_LEVELS,
  type SoftwareSpec,
} from '@railyard/parallelism';
import { choice, flag, list, object, quantity, ratio } from './json-schema.js';

const fusedSchema = object<FusedParts>(
  'What one kernel does; where it is not fused, a chain of elementwise kernels. Absent: as the level does.',
  {
    bias: flag('The bias of a linear layer is added by its matrix product.'),
    norm: flag('RMSNorm.'),
    activation: flag('GELU with its bias, or SwiGLU.'),
    softmax: flag('Scale, mask and softmax of unfused attention.'),
    dropout: flag('Dropout with the residual addition.'),
    rope: flag('Rotary position embedding.'),
    projections: flag('Query, key and value in one product, gate and up in one product.'),
    accumulation: flag('A weight gradient is accumulated by its product.'),
    loss: flag('Cross-entropy.'),
    router: flag('Scores, choice and counts of the gate.'),
    experts: flag('A product of all experts of a GPU, where it is one of a library for each expert.'),
  },
  [
    'bias',
    'norm',
    'activation',
    'softmax',
    'dropout',
    'rope',
    'projections',
    'accumulation',
    'loss',
    'router',
    'experts',
  ],
);

export const softwareSchema = object<SoftwareSpec>(
  'The software that the job runs on. Absent: everything is fused and the host is never late.',
  {
    level: choice('Named and dated defaults of what is left out; absent: deepseek-v3.', SOFTWARE_LEVELS),
    attention: choice('Attention kernel. unfused writes every score to memory.', ATTENTION_KERNELS),
    fused: fusedSchema,
    launch: choice(
      'Who launches kernels: eager, the host one by one; compiled, generated code; cuda-graphs, the device.',
      LAUNCH_MODES,
    ),
    graphs: list(
      'Parts of a layer that the device launches by itself where the host launches the rest: attention, a ' +
        'recurrent mixer, the gate with the shared experts, a dense FFN. Absent: none.',
      choice('A part of a layer.', GRAPH_SCOPES),
      0,
      GRAPH_SCOPES.length,
    ),
    optimizer: choice(
      'Kernels of the optimizer: for each tensor, for lists of tensors, or one for each list.',
      OPTIMIZER_LAUNCHES,
    ),
    dropout: ratio('Probability of dropout of scores and block outputs; 0 is none.', 0, 0.99),
    selective: choice(
      'What selective recomputation repeats: cheap parts, the attention core, or all but every second ' +
        'product.',
      SELECTIVE_RECOMPUTES,
    ),
    hostLaunchUs: quantity('Host time of one kernel launch in the forward pass.', 'us', 0, 10_000),
  },
  ['level', 'attention', 'fused', 'launch', 'graphs', 'optimizer', 'dropout', 'selective', 'hostLaunchUs'],
);
