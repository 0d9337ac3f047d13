/** Schema of an accelerator (cluster.device). */
import { type DeviceSpec, type OwnCalibration } from '@railyard/cluster';
import { type JsonSchema, count, flag, object, quantity, ratio, text } from './json-schema.js';

const constants = (description: string): JsonSchema => ({
  type: 'object',
  description,
  additionalProperties: ratio('Value of the constant, in its unit.', 0, 1e9),
  maxProperties: 200,
});

const calibrationSchema = object<OwnCalibration>(
  'What was measured of this device (railyard calibrate writes it): constants that take the place of those ' +
    'of the records that ship.',
  {
    source: text('What was measured, when and how.', 500),
    kernels: constants('Constants of the kernel model, by name.'),
    collectives: constants('Constants of collectives, by name.'),
  },
  ['kernels', 'collectives'],
);

/** 0 is a real value only for an engine that a device lacks (FP8 on A100). */
export const deviceSchema = object<DeviceSpec>(
  'An accelerator: datasheet peaks per device, dense.',
  {
    name: text('Name of the device.', 100, { default: 'custom' }),
    sms: count('Streaming multiprocessors that are enabled.', 1, 4096, {
      'x-also': ['smCount', 'streamingMultiprocessors'],
    }),
    bf16Tflops: quantity('Dense BF16 peak.', 'TFLOPS', 0.1, 1e6),
    lacksBf16: flag('The device has no BF16; bf16Tflops is then its FP16 peak.'),
    tf32Tflops: quantity(
      'Dense peak of FP32 matrices (TF32); absent: half of the BF16 peak.',
      'TFLOPS',
      0.01,
      1e6,
    ),
    fp8Tflops: quantity('Dense FP8 peak; 0 when the device has no FP8 tensor cores.', 'TFLOPS', 0, 1e6, {
      default: 0,
    }),
    fp4Tflops: quantity('Dense FP4 peak; absent when the device has no FP4 tensor cores.', 'TFLOPS', 0, 1e6),
    fp32Tflops: quantity('FP32 peak outside the tensor cores.', 'TFLOPS', 0.01, 1e6),
    memoryGB: quantity('Memory of the device as CUDA reports it.', 'GB (1e9 bytes)', 0.1, 1e5, {
      'x-also': ['hbmGB'],
    }),
    memoryBandwidthGBps: quantity('Memory bandwidth.', 'GB/s', 1, 1e6, { 'x-also': ['hbmBandwidthGBps'] }),
    l2CacheMB: quantity('Level-2 cache.', 'MB (1e6 bytes)', 0.1, 1e5),
    nvlinkGBps: quantity('Scale-up link (NVLink), per direction; 0 when there is none.', 'GB/s', 0, 1e6),
    nvlinkAchievedGBps: quantity(
      'What large transfers reach of the scale-up link, per direction.',
      'GB/s',
      0,
      1e6,
    ),
    nvlinkGpus: count(
      'GPUs that NVLink joins to each other, next to each other in the node: 2 for bridges of pairs. ' +
        'Absent: all GPUs of a node.',
      2,
      128,
      { 'x-also': ['nvlinkGroup', 'nvlinkDomain', 'nvlinkGroupSize'] },
    ),
    pcieGBps: quantity('Host link, per direction.', 'GB/s', 0.1, 1e5),
    powerLimit: ratio(
      "Power limit as a share of the board's rating, where it is set lower (500 of 700 W is 0.714).",
      0.3,
      1,
    ),
    ratedPowerW: quantity(
      "The board's rating. Absent: that of the preset's name, where one is known.",
      'W',
      1,
      1e5,
    ),
    source: text('Datasheet or paper that the figures come from.', 500, { default: 'given in the document' }),
    calibration: calibrationSchema,
  },
  ['lacksBf16', 'tf32Tflops', 'fp4Tflops', 'nvlinkGpus', 'powerLimit', 'ratedPowerW', 'calibration'],
  { 'x-preset': 'device' },
);
