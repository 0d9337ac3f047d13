import { IssueList } from '@railyard/base';
import { DEVICES } from '@railyard/cluster';
import { PRECISIONS } from '../model/index.js';
import { checkPrecision, supportsPrecision } from './index.js';

const supported = (device: string) =>
  PRECISIONS.filter((precision) => supportsPrecision(DEVICES[device]!, precision));

describe('precisions of a device', () => {
  it('are those of its tensor cores', () => {
    expect(supported('v100')).toEqual(['fp32', 'fp16']);
    expect(supported('a100')).toEqual(['fp32', 'fp16', 'bf16']);
    expect(supported('h100')).toEqual([
      'fp32',
      'fp16',
      'bf16',
      'fp8',
      'fp8-tensor',
      'fp8-delayed',
      'fp8-row',
    ]);
    expect(supported('gb200')).toEqual([...PRECISIONS]);
  });

  it('are named where another was asked for', () => {
    const issues = new IssueList();
    checkPrecision(DEVICES['h100']!, 'mxfp8', issues.at('precision'));
    checkPrecision(DEVICES['h100']!, 'fp8-row', issues.at('precision'));
    checkPrecision(DEVICES['v100']!, 'bf16', issues.at('precision'));
    expect(issues.issues).toEqual([
      {
        path: '/precision',
        code: 'unsupported-precision',
        message:
          'precision must be fp32, fp16, bf16, fp8, fp8-tensor, fp8-delayed or fp8-row on h100, which has ' +
          'no tensor cores that apply block scales (got mxfp8).',
        hint: 'Use fp8-tensor.',
      },
      {
        path: '/precision',
        code: 'unsupported-precision',
        message: 'precision must be fp32 or fp16 on v100, which has no BF16 (got bf16).',
        hint: 'Use fp16.',
      },
    ]);
  });
});
