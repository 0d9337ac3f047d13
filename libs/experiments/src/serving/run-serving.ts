/** A service: document in, result out. */
import { InvalidDocumentError, type ProvenancedInput, hashOf } from '@railyard/base';
import { calibrationOf } from '@railyard/parallelism';
import { type FrontierPoint, type PoolMemory, type Service, serve, servingFrontier } from '@railyard/serving';
import { type PreparedServing, type ServingDocument } from '../document.js';
import { validateDocument } from '../documents/index.js';
import { ENGINE_VERSION } from '../engine-version.js';
import { type RunWarning } from '../result.js';
import { type ServingMetrics, SERVING_METRIC_NAMES } from '../serving-metrics.js';
import { servingInputs } from '../simulation/index.js';
import { metricsOfService } from './metrics-of-service.js';
import { type ServiceUncertainty, serviceDoubt } from './service-doubt.js';
import { type ValidatedService, validatedService } from './serving-band.js';

/** The wire contract of `railyard serving --json` and of `POST /v1/serving`. */
export interface ServingResult extends Service, ServingMetrics, Omit<ValidatedService, 'warnings'> {
  readonly id: string;
  readonly document: ServingDocument;
  readonly engineVersion: string;
  /** What a step of decode waits for most. */
  readonly boundBy: string;
  readonly memory: { readonly prefill: PoolMemory; readonly decode: PoolMemory };
  /** Tokens/s of a GPU against the time per token, over batches: none is beaten in both. */
  readonly pareto: readonly FrontierPoint[];
  readonly uncertainty: ServiceUncertainty;
  readonly warnings: readonly RunWarning[];
  readonly inputs: readonly ProvenancedInput[];
}

/** @throws InvalidDocumentError with every issue at once. */
export function prepareServing(input: unknown): PreparedServing {
  const { issues, document } = validateDocument(input, 'Serving');
  if (document === undefined) throw new InvalidDocumentError(issues);
  return {
    document: document as unknown as ServingDocument,
    id: hashOf({ document, engineVersion: ENGINE_VERSION }),
  };
}

export function runServing({ document, id }: PreparedServing): ServingResult {
  const service = serve(document, document.seed);
  const metrics = metricsOfService(document, service);
  const doubt = serviceDoubt(document, service, document.seed);
  const { warnings, ...validated } = validatedService(document, service, metrics, doubt);
  return {
    id,
    document,
    engineVersion: ENGINE_VERSION,
    ...metrics,
    boundBy: service.decode.boundBy,
    memory: { prefill: service.prefill.memory, decode: service.decode.memory },
    ...service,
    pareto: servingFrontier(document, document.seed),
    ...validated,
    uncertainty: doubt.uncertainty,
    warnings: [...warningsOf(document, service), ...warnings],
    inputs: servingInputs(document),
  };
}

/** Those by which a sweep ranks services, without what else a result says. */
export const servingMetrics = ({ document }: PreparedServing): ServingMetrics =>
  metricsOfService(document, serve(document, document.seed));

/** The metrics of a result. */
export const servingMetricsOf = (result: ServingResult): ServingMetrics =>
  Object.fromEntries(
    SERVING_METRIC_NAMES.flatMap((name) => (result[name] === undefined ? [] : [[name, result[name]]])),
  ) as unknown as ServingMetrics;

function warningsOf({ cluster, prefill, decode }: ServingDocument, service: Service): readonly RunWarning[] {
  const warnings: RunWarning[] = [];
  const { warning } = calibrationOf(cluster.device);
  if (warning !== undefined) warnings.push({ code: 'device-not-measured', message: warning });
  for (const [name, { memory }] of [
    ['prefill', service.prefill],
    ['decode', service.decode],
  ] as const)
    if (memory.mostSequences === 0)
      warnings.push({
        code: 'weights-do-not-fit',
        message:
          `The weights of ${name} do not leave room for one sequence: ${memory.weightsGB.toFixed(1)} of ` +
          `${memory.deviceGB} GB. Use more GPUs, or fewer bytes for each weight.`,
      });
  const { mostSequences } = service.decode.memory;
  if (mostSequences > 0 && decode.batch > mostSequences)
    warnings.push({
      code: 'cache-does-not-fit',
      message:
        `The cache of ${decode.batch} sequences does not fit: at most ${mostSequences} do at full ` +
        'length.',
    });
  if (prefill.overlap && prefill.tokens < 1024)
    warnings.push({
      code: 'small-micro-batches',
      message: 'Two micro-batches of few tokens take longer than one: weights are read twice.',
    });
  return warnings;
}
