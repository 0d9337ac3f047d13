/** Rules of settings. A message says what the setting must be; its name and value are put around it. */
import { isIP } from 'node:net';
import { applyDecorators } from '@nestjs/common';
import { IsBoolean, IsIn, IsInt, IsString, Matches, Max, Min, MinLength, ValidateBy } from 'class-validator';

export function WholeNumber(least: number, most: number): PropertyDecorator {
  const message = `must be a whole number from ${least} to ${most}`;
  return applyDecorators(IsInt({ message }), Min(least, { message }), Max(most, { message }));
}

export function Text(): PropertyDecorator {
  const message = 'must be a text that is not empty';
  return applyDecorators(IsString({ message }), MinLength(1, { message }));
}

export const Flag = (): PropertyDecorator => IsBoolean({ message: 'must be true or false' });

export const OneOf = (choices: readonly string[]): PropertyDecorator =>
  IsIn(choices, { message: `must be one of ${choices.join(', ')}` });

/** An address may hold a password: its value is never shown. */
export const PostgresAddress = (): PropertyDecorator =>
  Matches(/^postgres(ql)?:\/\//, { message: 'must begin with postgres://', context: { secret: true } });

/** With commas between: `127.0.0.1, 10.0.0.0/8`. */
export const Addresses = (): PropertyDecorator =>
  ValidateBy({
    name: 'addresses',
    validator: {
      validate: (value) => typeof value === 'string' && value.split(',').every(isAddressOrRange),
      defaultMessage: () => 'must be IP addresses or ranges with commas between',
    },
  });

function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...more] = text.trim().split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** Keeps installations that share a Redis apart. */
export const QueuePrefix = (): PropertyDecorator =>
  Matches(/^[A-Za-z0-9_-]{1,40}$/, {
    message: 'must be 1 to 40 letters, digits, dashes and underscores',
  });
