/** Timeline: what a device did when, and what of its communication nothing hid. */
export { Attribution } from './attribution.js';
export { type CollectiveRate } from './collective-rates.js';
export { type Intervals, sharedBy, totalOf, unionOf } from './intervals.js';
export { type LayerProfile, type PhaseProfile } from './phases.js';
export { type KernelTime, type Overlap, type StreamProfile } from './profile-parts.js';
export { type DeviceProfile, type RecordedProfile, importTrace, profileOf } from './recorded-profile.js';
