/**
 * A document may name a calibration file where the calibration of its device stands (`railyard calibrate`
 * writes one): its content takes the place of the name, so that what runs and is hashed is whole.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CliError, ExitCode } from '../exit-code.js';

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `from`: the file that the document stands in; paths are relative to its folder. */
export async function withCalibrationFile(document: unknown, from?: string): Promise<unknown> {
  if (!isMapping(document)) return document;
  const { cluster, device } = document;
  if (isMapping(cluster) && isMapping(cluster['device']))
    return { ...document, cluster: { ...cluster, device: await calibrated(cluster['device'], from) } };
  return isMapping(device) ? { ...document, device: await calibrated(device, from) } : document;
}

async function calibrated(device: Mapping, from: string | undefined): Promise<Mapping> {
  const name = device['calibration'];
  if (typeof name !== 'string') return device;
  const path = from === undefined ? name : resolve(dirname(from), name);
  const { parseText } = await import('@railyard/experiments');
  return { ...device, calibration: parseText(textOf(path)) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new CliError(
      ExitCode.notFound,
      'not-found',
      `There is no calibration file ${path}.`,
      'Write one with railyard calibrate --write.',
    );
  }
}
