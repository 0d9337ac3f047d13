import { IssueList } from '@railyard/base';
import { DEVICES } from '@railyard/cluster';
import { checkSoftware } from './check-software.js';

describe('the attention kernel of a device', () => {
  const found = (device: string, attention: 'flash2' | 'flash3') => {
    const issues = new IssueList();
    checkSoftware(DEVICES[device]!, { attention }, issues);
    return issues.issues.map(({ path, code }) => `${path} ${code}`);
  };

  it('may be FlashAttention 3 on Hopper only', () => {
    expect(found('h100', 'flash3')).toEqual([]);
    expect(found('a100', 'flash3')).toEqual(['/attention unsupported-attention']);
    expect(found('b200', 'flash3')).toEqual(['/attention unsupported-attention']);
    expect(found('a100', 'flash2')).toEqual([]);
  });
});
