/** What a service is made of, as one chooses it, and the document that says so. */
import { NumberField, SelectField } from '../../ui/index.js';

export interface ServiceValues {
  readonly model: string;
  readonly cluster: string;
  readonly precision: string;
  readonly prefillGpus: number | undefined;
  readonly prefillTensor: number | undefined;
  readonly prefillExpert: number | undefined;
  readonly decodeGpus: number | undefined;
  readonly decodeTensor: number | undefined;
  readonly decodeExpert: number | undefined;
  readonly copies: number | undefined;
  readonly microBatches: string;
  readonly batch: number | undefined;
  readonly promptTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly drafted: number | undefined;
}

/** That of examples/serving.yaml. */
export const SERVICE: ServiceValues = {
  model: 'deepseek-v3',
  cluster: 'h800-2048-mpft',
  precision: 'fp8',
  prefillGpus: 32,
  prefillTensor: 1,
  prefillExpert: 32,
  decodeGpus: 144,
  decodeTensor: 1,
  decodeExpert: 144,
  copies: 32,
  microBatches: 'two',
  batch: 96,
  promptTokens: 4096,
  outputTokens: 1024,
  drafted: 1,
};

/** Tokens of a pass of prefill. */
const PASS_TOKENS = 16_384;

export function documentOf(values: ServiceValues): Readonly<Record<string, unknown>> {
  const { model, cluster, precision, microBatches, batch, promptTokens, outputTokens, drafted } = values;
  const pool = (gpus = 1, tensor = 1, expert = 1) => ({
    gpus,
    tensor,
    expert,
    redundantExperts: values.copies ?? 0,
    overlap: microBatches === 'two',
  });
  return {
    apiVersion: 'railyard/v1',
    kind: 'Serving',
    name: 'serving',
    cluster: { preset: cluster },
    model: { preset: model },
    precision,
    prefill: {
      ...pool(values.prefillGpus, values.prefillTensor, values.prefillExpert),
      tokens: PASS_TOKENS,
    },
    decode: {
      ...pool(values.decodeGpus, values.decodeTensor, values.decodeExpert),
      batch: batch ?? 1,
    },
    requests: { promptTokens: promptTokens ?? 1, outputTokens: outputTokens ?? 1 },
    speculation: { depth: drafted ?? 0 },
  };
}

const PRECISIONS = ['bf16', 'fp8', 'fp8-tensor', 'fp8-row', 'mxfp8', 'nvfp4'];

/** The whole numbers of a service, in order. */
const COUNTS = [
  ['prefillGpus', 'Prefill: GPUs'],
  ['prefillTensor', 'Prefill: attention split over'],
  ['prefillExpert', 'Prefill: experts spread over'],
  ['decodeGpus', 'Decode: GPUs'],
  ['decodeTensor', 'Decode: attention split over'],
  ['decodeExpert', 'Decode: experts spread over'],
  ['copies', 'Copies of experts'],
  ['batch', 'Sequences of a replica'],
  ['promptTokens', 'Tokens of a prompt'],
  ['outputTokens', 'Tokens of an answer'],
  ['drafted', 'Drafted tokens'],
] as const;

const FROM_NONE: readonly string[] = ['copies', 'drafted'];

interface FormProps {
  readonly values: ServiceValues;
  readonly presets: Readonly<Record<'model' | 'cluster', readonly string[]>> | undefined;
  readonly onChange: (change: Partial<ServiceValues>) => void;
}

export function ServiceForm({ values, presets, onChange }: FormProps) {
  return (
    <form class="card fields single" aria-label="The service" onSubmit={(event) => event.preventDefault()}>
      <SelectField
        label="Model"
        value={values.model}
        options={presets?.model ?? [values.model]}
        onChange={(model) => onChange({ model })}
      />
      <SelectField
        label="Cluster"
        value={values.cluster}
        options={presets?.cluster ?? [values.cluster]}
        onChange={(cluster) => onChange({ cluster })}
      />
      <SelectField
        label="Precision"
        value={values.precision}
        options={PRECISIONS}
        onChange={(precision) => onChange({ precision })}
      />
      <SelectField
        label="Micro-batches"
        value={values.microBatches}
        options={['one', 'two']}
        onChange={(microBatches) => onChange({ microBatches })}
      />
      {COUNTS.map(([name, label]) => (
        <NumberField
          key={name}
          label={label}
          value={values[name]}
          min={FROM_NONE.includes(name) ? 0 : 1}
          onChange={(count) => onChange({ [name]: count })}
        />
      ))}
    </form>
  );
}
