/**
 * Settings from the environment or from the caller that starts a process, checked before anything else
 * happens.
 */
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { distance } from 'fastest-levenshtein';
import { type ServiceConfig } from './service-config.js';
import { variablesOf } from './variable.decorator.js';

type ConfigClass<Config> = new () => Config;

/** Says what is wrong with the settings, one sentence for each. */
export class InvalidConfigError extends Error {
  override readonly name = 'InvalidConfigError';
}

/** A variable that differs from one of ours by at most so many letters is taken for a mistake. */
const MISSPELT_BY = 2;

/**
 * The settings that environment variables name; an empty variable counts as absent.
 * @throws InvalidConfigError on a variable that looks like a misspelt one.
 */
export function settingsFrom<Config extends ServiceConfig>(
  config: ConfigClass<Config>,
  environment: NodeJS.ProcessEnv,
): Partial<Config> {
  refuseMisspelt(
    variablesOf(config).map(({ variable }) => variable),
    environment,
  );
  const settings: Record<string, unknown> = {};
  for (const { key, variable, read } of variablesOf(config)) {
    const text = environment[variable];
    if (text) settings[key] = read(text);
  }
  return settings as Partial<Config>;
}

/** Of ours alone: other programs' variables are their own, and Kubernetes adds some of this prefix. */
function refuseMisspelt(known: readonly string[], environment: NodeJS.ProcessEnv): void {
  const mistakes = Object.keys(environment)
    .filter((name) => name.startsWith('RAILYARD') && !known.includes(name) && !ELSEWHERE.includes(name))
    .flatMap((name) => {
      const meant = known.find((variable) => distance(variable, name) <= MISSPELT_BY);
      return meant === undefined ? [] : [`${name} is not a setting. Did you mean ${meant}?`];
    });
  if (mistakes.length > 0) throw new InvalidConfigError(mistakes.join('\n'));
}

/** Variables of the command, which a service started by it has in its environment. */
const ELSEWHERE = ['RAILYARD_SERVER', 'RAILYARD_API_KEY'];

/** @throws InvalidConfigError on an unknown setting or a value that breaks its rule. */
export function checkedConfig<Config extends ServiceConfig>(
  config: ConfigClass<Config>,
  settings: Partial<Config>,
): Config {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const checked = plainToInstance(config, given, { exposeDefaultValues: true });
  const errors = validateSync(checked, {
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
  });
  if (errors.length > 0)
    throw new InvalidConfigError(errors.map((error) => sentence(config, error)).join('\n'));
  return checked;
}

/** Under the name by which an operator sets it. */
function sentence(config: ConfigClass<ServiceConfig>, error: ValidationError): string {
  const { property, value, constraints = {}, contexts = {} } = error;
  const [[constraint, rule] = ['', '']] = Object.entries(constraints);
  if (constraint === 'whitelistValidation') return `There is no setting ${property}.`;
  const name = variablesOf(config).find(({ key }) => key === property)?.variable ?? property;
  if (value === undefined) return `${name} ${rule} (got nothing).`;
  const isSecret = (contexts[constraint] as { readonly secret?: boolean } | undefined)?.secret === true;
  return isSecret ? `${name} ${rule}.` : `${name} ${rule} (got ${String(value)}).`;
}
