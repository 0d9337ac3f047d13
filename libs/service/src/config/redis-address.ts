/**
 * The address of a Redis. A password may hold any character: apart from the address it is taken as it is,
 * inside the address it is percent-encoded, as RFC 3986 asks.
 */
import { ValidateBy } from 'class-validator';

const FORM =
  'must have the form redis://host:port; give its password in REDIS_PASSWORD, or percent-encode it';

/** An address may hold a password: its value is never shown. */
export const RedisAddress = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'redisAddress',
      validator: {
        validate: (value) => brokenRule(value) === null,
        defaultMessage: (context) => brokenRule(context?.value) ?? FORM,
      },
    },
    { context: { secret: true } },
  );

/** Null for an address that can be used. */
function brokenRule(value: unknown): string | null {
  if (typeof value !== 'string' || !/^rediss?:\/\//.test(value)) return 'must begin with redis://';
  return isRedisAddress(value) ? null : FORM;
}

/** A bare `/`, `?` or `#` of a password ends the host; what follows it is read as path, query or fragment. */
function isRedisAddress(value: string): boolean {
  try {
    const { hostname, pathname, search, hash, username, password } = new URL(value);
    decodeURIComponent(`${username}${password}`);
    return hostname !== '' && /^\/?\d*$/.test(pathname) && !search.includes('@') && hash === '';
  } catch {
    return false;
  }
}

interface RedisSettings {
  redisUrl?: string;
  readonly redisPassword?: string;
}

/** The settings with the password put into the address; one that the address has already is kept. */
export function withRedisPassword<Settings extends RedisSettings>(settings: Settings): Settings {
  const { redisUrl, redisPassword } = settings;
  if (redisUrl === undefined || redisPassword === undefined) return settings;
  const url = new URL(redisUrl);
  if (url.password === '') url.password = encodeURIComponent(redisPassword);
  settings.redisUrl = url.href;
  return settings;
}
