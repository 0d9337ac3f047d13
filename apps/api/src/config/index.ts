/** Settings of the service. */
export { ApiConfig, apiConfig, apiSettings, isLoopback } from './api-config.js';
