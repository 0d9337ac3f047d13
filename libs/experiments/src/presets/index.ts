export {
  PRESET_KINDS,
  type PresetEntry,
  getPreset,
  listPresets,
  presetDocument,
  presetNames,
} from './catalog.js';
export { presetNamed } from './preset-named.js';
