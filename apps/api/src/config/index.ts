/** Settings of the service, and the tokens under which Nest injects them. */
export {
  ApiConfig,
  InvalidConfigError,
  checkedConfig,
  isLoopback,
  settingsFromEnvironment,
} from './api-config.js';
export { ACCESS, type AccessRules, CONFIG, ConfigModule, LOG } from './config.module.js';
