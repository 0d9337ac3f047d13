/** The manifest against the schemas of Kubernetes, and against the settings that there are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '@railyard/base';
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { Service } from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';
import { ROOT } from './railyard.js';

interface Resource {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const KINDS = { Deployment, Service, StatefulSet } as const;
const text = readFileSync(join(ROOT, 'deploy/kubernetes.yaml'), 'utf8');
const resources = parseAllDocuments(text).map((document) => document.toJS() as Resource);
const operating = readFileSync(join(ROOT, 'docs/operating.md'), 'utf8');

/** Values of a key, wherever it stands. */
function valuesOf(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesOf(item, key));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => [
    ...(name === key ? [item] : []),
    ...valuesOf(item, key),
  ]);
}

it.each(resources.map((resource) => [`${resource.kind} ${resource.metadata.name}`, resource] as const))(
  '%s is valid',
  (_, resource) => {
    const Model = KINDS[resource.kind as keyof typeof KINDS];
    expect(() => new Model(resource as never).validate()).not.toThrow();
  },
);

it('a resource that is wrong is found', () => {
  const [service] = resources.filter(({ kind }) => kind === 'Service');
  const wrong = { ...service, spec: { ports: [{ port: 'none' }] } };
  expect(() => new Service(wrong as never).validate()).toThrow();
});

it('sets what the service reads, under the names that docs/operating.md has', () => {
  const names = valuesOf(resources, 'env').flatMap((list) =>
    (list as { name: string }[]).map(({ name }) => name),
  );
  expect(names.length).toBeGreaterThan(5);
  for (const name of new Set(names)) expect(operating).toContain(`\`${name}\``);
});

it('has a selector for every label, and one secret', () => {
  for (const kind of ['Deployment', 'StatefulSet'])
    for (const resource of resources.filter((one) => one.kind === kind)) {
      const { spec } = resource as unknown as {
        spec: { selector: { matchLabels: object }; template: { metadata: { labels: object } } };
      };
      expect(spec.selector.matchLabels).toEqual(spec.template.metadata.labels);
    }
  const secrets = valuesOf(resources, 'secretKeyRef').map((secret) => (secret as { name: string }).name);
  expect(new Set(secrets)).toEqual(new Set(['railyard']));
});
