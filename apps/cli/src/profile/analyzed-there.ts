/** A trace sent to a service as the file has it, packed or not, and analysed there. */
import { type ServiceCalls } from '@railyard/client';
import { type ProfileRequest } from '@railyard/profile';
import { sentFile } from '../service/sent-file.js';

/** @throws CliError when the file cannot be read. */
export async function analyzedThere(
  calls: ServiceCalls,
  file: string,
  { workload, ...request }: ProfileRequest,
) {
  return calls.POST('/v1/profiles', {
    params: { query: { ...request, ...(workload === true ? { workload: 'true' } : {}) } },
    ...(await sentFile(file)),
  } as never);
}
