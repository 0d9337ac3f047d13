/** A published time of dispatch and combine alone, as the exchange of a decode pool of the same shape. */
import { API_VERSION } from '../../document.js';
import { clusterOf, modelOf } from './named-parts.js';
import { NotStated, numberIn, type ServingRow } from './published-service.js';

/** Of a layer: `18.9/31.0`, microseconds of both directions. */
const PAIR = /^(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/;

/** Both directions together, undefined where the cell is no such pair. */
export function exchangeUs({ value }: ServingRow): number | undefined {
  const [, dispatch, combine] = PAIR.exec(value.trim()) ?? [];
  return dispatch === undefined || combine === undefined ? undefined : Number(dispatch) + Number(combine);
}

/** @throws NotStated when a column that decides is missing */
export function documentOfExchange(row: ServingRow): Readonly<Record<string, unknown>> {
  if (row.model === '') throw new NotStated('The row gives no shape of the exchange.');
  const model = modelOf(row);
  const expert = numberIn(row.ep);
  const batch = numberIn(row.batch_per_gpu);
  if (expert === undefined || batch === undefined)
    throw new NotStated('The row gives no GPUs or no tokens of the exchange.');
  const pool = { gpus: expert, expert };
  return {
    apiVersion: API_VERSION,
    kind: 'Serving',
    name: row.id,
    cluster: clusterOf(row).cluster,
    model: { preset: model.name },
    precision: 'fp8',
    prefill: pool,
    decode: { ...pool, batch },
    requests: { promptTokens: 1, outputTokens: 1 },
    routing: { expertLoadCv: 0 },
    communication: {
      dispatchPrecision: /BF16 dispatch/i.test(row.precision) ? 'bf16' : 'fp8',
      combinePrecision: 'bf16',
    },
  };
}
