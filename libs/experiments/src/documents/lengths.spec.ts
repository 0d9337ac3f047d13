import { type InvalidDocumentError } from '@railyard/base';
import { prepareServing } from '../index.js';

const documentOf = (requests: object): object => ({
  apiVersion: 'railyard/v1',
  kind: 'Serving',
  cluster: { preset: 'h200-8' },
  model: { preset: 'llama3-8b' },
  prefill: { gpus: 1 },
  decode: { gpus: 1 },
  requests,
});
const prepared = (requests: object) => prepareServing(documentOf(requests)).document;

function issuesOf(requests: object): readonly string[] {
  try {
    prepared(requests);
    return [];
  } catch (error) {
    return (error as InvalidDocumentError).issues.map(({ path, code }) => `${path} ${code}`);
  }
}

describe('lengths of a Serving document', () => {
  it('that are listed give the mean', () => {
    const { requests } = prepared({
      promptLengths: { kind: 'list', tokens: [100, 400], weights: [2, 1] },
      outputLengths: { kind: 'quantiles', tokens: [100, 301] },
    });
    expect(requests).toMatchObject({ promptTokens: 200, outputTokens: 201 });
  });

  it('of a log-normal keep the mean of the request', () => {
    const promptLengths = { kind: 'log-normal', cv: 0.8 };
    expect(prepared({ promptLengths, promptTokens: 700 }).requests.promptTokens).toBe(700);
    expect(prepared({ promptLengths }).requests.promptTokens).toBe(4096);
  });

  it('are the same document in full form', () => {
    const written = documentOf({ promptLengths: { kind: 'list', tokens: [100, 401] } });
    const once = prepareServing(written);
    expect(prepareServing(once.document)).toEqual(once);
  });

  it.each<[object, readonly string[]]>([
    [{ promptTokens: 9, promptLengths: { kind: 'list', tokens: [8] } }, ['/requests/promptTokens conflict']],
    [{ promptLengths: { kind: 'list', tokens: [] } }, ['/requests/promptLengths/tokens too-few']],
    [{ outputLengths: { kind: 'normal', mean: 3 } }, ['/requests/outputLengths/kind not-allowed']],
    [{ outputLengths: { kind: 'log-normal' } }, ['/requests/outputLengths/cv missing-key']],
    [
      { outputLengths: { kind: 'quantiles', tokens: [9, 3] } },
      ['/requests/outputLengths/tokens not-allowed'],
    ],
  ])('reports %j', (requests, issues) => {
    expect(issuesOf(requests)).toEqual(issues);
  });
});
