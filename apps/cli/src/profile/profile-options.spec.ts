import { RECORDED_NIC_GBPS, RECORDED_SMS } from '@railyard/profile';
import { HELP_DEFAULTS, profileRequest } from './profile-options.js';

it('names the defaults of the library in the help', () => {
  expect(HELP_DEFAULTS).toEqual({ recordedSms: RECORDED_SMS, recordedNicGbps: RECORDED_NIC_GBPS });
});

it('makes the request of what was said, and of nothing else', async () => {
  expect(await profileRequest({})).toEqual({});
  expect(
    await profileRequest({ retarget: 'h200', communicationSms: 0, nicGbps: 20, recordedNicGbps: 30 }),
  ).toEqual({ retarget: 'h200', communicationSms: 0, nicGBps: 20, recordedNicGBps: 30 });
  expect(await profileRequest({ workload: 'out.json' })).toEqual({ workload: true });
});

it.each([
  [{ retarget: 'h900' }, 4, '--retarget must be a device preset (got h900).'],
  [{ recordedOn: 'h900', nicGbps: 1 }, 4, '--recorded-on must be a device preset (got h900).'],
  [{ recordedSms: 20 }, 2, '--recorded-sms must be used with a profile that is executed.'],
])('refuses %j', async (options, exitCode, message) => {
  await expect(profileRequest(options)).rejects.toMatchObject({ exitCode, message });
});
