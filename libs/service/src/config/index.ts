/** Settings of a process, each declared once with its variable and its rule. */
export { InvalidConfigError, checkedConfig, settingsFrom } from './checked-config.js';
export { CONFIG, ConfigModule } from './config.module.js';
export { RedisAddress, withRedisPassword } from './redis-address.js';
export { Addresses, Flag, Text, WholeNumber } from './rules.js';
export { ServiceConfig } from './service-config.js';
export { AS_FLAG, AS_NUMBER, AS_TEXT, Variable } from './variable.decorator.js';
