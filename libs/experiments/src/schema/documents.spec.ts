import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import {
  DOCUMENT_KINDS,
  type DocumentKind,
  getPreset,
  publishedSchema,
  presetNames,
  schemaFileOf,
  validateDocument,
} from '../index.js';

const validators = new Map<DocumentKind, ValidateFunction>(
  DOCUMENT_KINDS.map((kind) => [kind, new Ajv2020({ strict: false }).compile(publishedSchema(kind))]),
);

const acceptedByEditor = (kind: DocumentKind, document: unknown): boolean =>
  validators.get(kind)!(document) as boolean;

describe('the published schemas', () => {
  it.each(DOCUMENT_KINDS)('%s is the committed file (print it with `railyard schema`)', (kind) => {
    const file = join(__dirname, '../../../../schemas', schemaFileOf(kind));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(publishedSchema(kind))));
  });

  it.each(DOCUMENT_KINDS)('%s describes every field', (kind) => {
    const bare: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      if ('type' in schema && !('description' in schema)) bare.push(path);
      for (const [key, child] of Object.entries(schema)) {
        if (key === 'properties')
          for (const [name, field] of Object.entries(child as object)) visit(field, `${path}/${name}`);
        else if (key === 'anyOf' || key === 'items')
          [child].flat().forEach((variant) => visit(variant, path));
      }
    };
    visit(publishedSchema(kind), '');
    expect(bare).toEqual([]);
  });
});

describe('what the published schema accepts', () => {
  const apiVersion = 'railyard/v1';
  const accepted: readonly [DocumentKind, object][] = [
    ['Experiment', { preset: 'deepseek-v3-mpft' }],
    [
      'Experiment',
      {
        preset: 'deepseek-v3-mpft',
        cluster: { nic: { bandwidthGBps: 25 } },
        workload: { schedule: { name: '1f1b' } },
      },
    ],
    [
      'Experiment',
      {
        cluster: { preset: 'h800-2048-mpft', topology: { kind: 'mrft' } },
        workload: { preset: 'deepseek-v3' },
      },
    ],
    ['Workload', { preset: 'llama3-8b', model: { attention: { keyValueHeads: 4 } } }],
    [
      'Sweep',
      { preset: 'deepseek-v3-mpft', parameters: { 'workload.parallelism.pipeline': { values: [8, 16] } } },
    ],
    ...presetNames('cluster').map((name): [DocumentKind, object] => [
      'Cluster',
      getPreset('cluster', name) as object,
    ]),
    ...presetNames('fault-profile').map((name): [DocumentKind, object] => [
      'FaultProfile',
      getPreset('fault-profile', name) as object,
    ]),
    ['FaultProfile', { preset: 'llama3-h100', lemons: null }],
    ['FaultProfile', { classes: [] }],
    ...presetNames('workload').map((name): [DocumentKind, object] => [
      'Workload',
      getPreset('workload', name) as object,
    ]),
  ];

  it.each(accepted)('%s %j is valid for us too', (kind, body) => {
    const document = { apiVersion, kind, ...body };
    expect(validateDocument(document).issues).toEqual([]);
    expect(acceptedByEditor(kind, document)).toBe(true);
  });

  it.each<[DocumentKind, object]>([
    ['Experiment', { preset: 'deepseek-v3-mpft', sed: 1 }],
    ['Experiment', { cluster: { preset: 'h800-2048-mpft' } }],
    ['Cluster', { preset: 'h800-2048-mpft', nodes: 0 }],
    ['Workload', { preset: 'deepseek-v3', schedule: { name: 'dualpip' } }],
    ['Sweep', { preset: 'deepseek-v3-mpft', method: 'gird' }],
    ['FaultProfile', { classes: [{ id: 'x', family: 'hardware', component: 'gpus' }] }],
  ])('%s %j is refused by both', (kind, body) => {
    const document = { apiVersion, kind, ...body };
    expect(validateDocument(document).ok).toBe(false);
    expect(acceptedByEditor(kind, document)).toBe(false);
  });
});
