import { type ProfileRequest } from '@railyard/profile';
import {
  FlagParameter,
  IntegerParameter,
  NumberParameter,
  QueryInput,
  TextParameter,
} from '../../common/index.js';

const MAX_SMS = 10_000;
const MAX_GBPS = 1e6;

/** What is asked of a trace in addition to what it holds. */
export class ProfileQuery extends QueryInput implements ProfileRequest {
  @TextParameter({ maximum: 64, description: 'Device preset to execute it on' })
  readonly retarget?: string;

  @IntegerParameter(0, MAX_SMS, { description: 'SMs that communication holds there; 0: none' })
  readonly communicationSms?: number;

  @NumberParameter(0.001, MAX_GBPS, 'What a NIC reaches there, GB/s')
  readonly nicGBps?: number;

  @TextParameter({
    maximum: 64,
    description: 'Device preset of the recording, where the trace does not name it',
  })
  readonly recordedOn?: string;

  @IntegerParameter(0, MAX_SMS, { description: 'SMs that communication held in the recording' })
  readonly recordedSms?: number;

  @NumberParameter(0.001, MAX_GBPS, 'What a NIC reached in the recording, GB/s')
  readonly recordedNicGBps?: number;

  @FlagParameter('Answer with the workload that can be executed again')
  readonly workload?: boolean;
}
