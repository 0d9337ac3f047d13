/** The measured rows in test/data, as the accuracy library reads them. */
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './load-model.mjs';

const text = (name) => readFileSync(join(ROOT, 'test/data', name), 'utf8');
export const json = (name) => JSON.parse(text(name));
const table = (name) => parse(text(`${name}.csv`), { columns: true });

/** Every measured kernel that the model expresses. */
export function measuredRows(model) {
  const hopper = ['hopper-kernels', 'hopper-kernels-2', 'h200-measured'].flatMap((name) =>
    json(`${name}.json`).rows.map((row) => model.hopperKernel(row, 'h200', name)),
  );
  const training = json('simumax-b200-kernels.json').rows.map((row) =>
    model.hopperKernel(row, 'b200', 'simumax-b200-kernels'),
  );
  const transformerEngine = json('transformer-engine-b300.json').rows.map((row) =>
    model.hopperKernel(row, 'b300', 'transformer-engine-b300'),
  );
  const torchao = json('torchao-b200.json').rows.map((row) =>
    model.hopperKernel(row, 'b200', 'torchao-b200'),
  );
  const published = [
    ...table('public-kernels/gemm').map(model.publicGemm),
    ...table('public-kernels/attention').map(model.publicAttention),
    ...table('public-kernels/moe').map(model.publicExperts),
    ...table('public-kernels/stream').map(model.publicStream),
  ];
  return [...hopper, ...training, ...transformerEngine, ...torchao, ...published].filter(model.isMeasured);
}

/** Every measured collective that the model expresses. */
export const measuredCollectives = (model) =>
  ['public-kernels/comm', 'nccl/nccl-tests']
    .flatMap((name) => model.collectivesOfTable(table(name)))
    .filter(model.isMeasuredCollective);
