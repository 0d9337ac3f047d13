/** The shipped records by device. */
import { type DeviceRecord } from '../device-record.js';
import { A100 } from './a100.js';
import { B200 } from './b200.js';
import { B300 } from './b300.js';
import { GB200 } from './gb200.js';
import { GB300 } from './gb300.js';
import { H100 } from './h100.js';
import { H200 } from './h200.js';
import { L40S } from './l40s.js';

export const RECORDS: ReadonlyMap<string, DeviceRecord> = new Map(
  [H200, H100, A100, L40S, B200, B300, GB200, GB300].map((record) => [record.device, record]),
);
