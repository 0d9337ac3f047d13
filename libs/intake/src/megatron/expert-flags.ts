/**
 * Arguments of Megatron-LM on how tokens reach their experts (arguments.py of core 0.15: the dispatcher is
 * allgather and the backend of flex deepep unless said; DeepEP takes 20 SMs, HybridEP 16).
 */
import { type WorkloadSpec } from '@railyard/parallelism';
import { type Fields, type JobValues } from '../source/index.js';

type Communication = Partial<WorkloadSpec['communication']>;

export function communicationOf(fields: Fields): Pick<JobValues, 'communication'> {
  const communication = dispatcherOf(fields);
  leavePermutation(fields, communication?.dispatcher);
  return communication === undefined ? {} : { communication };
}

function dispatcherOf(fields: Fields): Communication | undefined {
  const type = fields.text('moe-token-dispatcher-type');
  const early = fields.flag('moe-enable-deepep') === true;
  const backend = fields.text('moe-flex-dispatcher-backend') ?? 'deepep';
  const deepSms = fields.count('moe-deepep-num-sms');
  const hybridSms = fields.count('moe-hybridep-num-sms') ?? 16;
  switch (early ? 'flex' : type) {
    case 'alltoall':
      return { dispatcher: 'all-to-all' };
    case 'flex':
      break;
    case undefined:
      if ((fields.count('expert-model-parallel-size') ?? 1) > 1)
        fields.assume('moe-token-dispatcher-type', 'allgather, which is not stated: DeepEP');
      return undefined;
    default:
      fields.leave('moe-token-dispatcher-type', `${type} is not stated: DeepEP`);
      return undefined;
  }
  if (!early && backend === 'hybridep') return { dispatcher: 'hybridep', sms: hybridSms };
  if (!early && backend !== 'deepep')
    fields.leave('moe-flex-dispatcher-backend', `${backend} is not stated: DeepEP`);
  return { dispatcher: 'deepep', ...(deepSms === undefined ? {} : { sms: deepSms }) };
}

/** One kernel puts the rows of an all-to-all in order, and HybridEP's copies those of theirs. */
function leavePermutation(fields: Fields, dispatcher: Communication['dispatcher']): void {
  const fused = fields.flag('moe-permute-fusion');
  if (fused === false && dispatcher === 'all-to-all')
    fields.leave('moe-permute-fusion', 'off is not stated: one kernel permutes');
  if (fused === true && dispatcher !== 'all-to-all' && dispatcher !== 'hybridep')
    fields.leave('moe-permute-fusion', 'rows are put in order by the copies of the dispatcher');
}
