/**
 * Decorators of the fields of inputs. One decorator says how a parameter is read from its text, which values
 * it may have, and what the description of the interface says of it.
 */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateBy,
  type ValidationArguments,
} from 'class-validator';
import { BAD_CURSOR, type Cursor, decodeCursor } from '../cursor.js';
import { shown } from '../shown.js';

/** What a failed constraint adds to its message to be an issue. */
export interface IssueContext {
  readonly code: string;
  readonly hint: string;
}

type Message = (argument: ValidationArguments) => string;
type RawQuery = Readonly<Record<string, unknown>>;

const mustBe =
  (what: string): Message =>
  ({ property, value }) =>
    `${property} must be ${what} (got ${shown(value)}).`;

const GIVEN_ONCE: IssueContext = { code: 'repeated', hint: 'Give the parameter once.' };

/** A parameter that occurs twice in a query arrives as a list. */
const GivenOnce = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'givenOnce',
      validator: {
        validate: (value: unknown) => !Array.isArray(value),
        defaultMessage: ({ property, value } = {} as ValidationArguments) =>
          `${property} must be given once (got ${(value as unknown[]).length} values).`,
      },
    },
    { context: GIVEN_ONCE },
  );

const optional = (api: ApiPropertyOptions): readonly PropertyDecorator[] => [
  ApiPropertyOptional(api),
  IsOptional(),
  GivenOnce(),
];

/** A whole number within bounds, written in digits. */
export function IntegerParameter(
  minimum: number,
  maximum: number,
  described: {
    readonly default?: number;
    readonly description?: string;
    readonly openEnd?: boolean;
    readonly required?: boolean;
  } = {},
): PropertyDecorator {
  const { openEnd = false, required = false, ...rest } = described;
  const api = { type: 'integer', minimum, ...(openEnd ? {} : { maximum }), ...rest } as const;
  const said = {
    message: mustBe(`a whole number from ${minimum} to ${maximum}`),
    context: { code: 'out-of-range', hint: `Use ${minimum} to ${maximum}.` },
  };
  return applyDecorators(
    ...(required ? [ApiProperty(api), GivenOnce()] : optional(api)),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value,
    ),
    IsInt(said),
    Min(minimum, said),
    Max(maximum, said),
  );
}

/** A number within bounds, in decimal form. */
export function NumberParameter(minimum: number, maximum: number, description: string): PropertyDecorator {
  const said = {
    message: mustBe(`a number from ${minimum} to ${maximum}`),
    context: { code: 'out-of-range', hint: `Use ${minimum} to ${maximum}.` },
  };
  return applyDecorators(
    ...optional({ type: Number, minimum, maximum, description }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d{1,9}(\.\d{1,9})?$/.test(value) ? Number(value) : value,
    ),
    Min(minimum, said),
    Max(maximum, said),
  );
}

/** `true` or `false`. */
export function FlagParameter(description: string): PropertyDecorator {
  return applyDecorators(
    ...optional({ enum: ['true', 'false'], type: String, description }),
    Transform(({ value }: { value: unknown }) =>
      value === 'true' ? true : value === 'false' ? false : value,
    ),
    IsBoolean({
      message: mustBe('true or false'),
      context: { code: 'not-a-flag', hint: 'Use true or false, or leave it out.' },
    }),
  );
}

/** One of a list of words. */
export function ChoiceParameter(choices: readonly string[], description?: string): PropertyDecorator {
  return applyDecorators(
    ...optional({
      enum: [...choices],
      type: String,
      ...(description === undefined ? {} : { description }),
    }),
    IsIn(choices, {
      message: mustBe(`one of ${choices.join(', ')}`),
      context: { code: 'unknown-choice', hint: `Use one of ${choices.join(', ')}.` },
    }),
  );
}

/**
 * Some of a list of words, separated by commas; read as a set, in the order of `choices`: a list is what a
 * repeated parameter arrives as.
 */
export function ChoicesParameter(choices: readonly string[]): PropertyDecorator {
  const known = choices.join(', ');
  const read = (value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    const wanted = new Set(value.split(','));
    const found = choices.filter((choice) => wanted.has(choice));
    return found.length === wanted.size ? new Set(found) : value;
  };
  return applyDecorators(
    ...optional({ type: String, description: `Any of ${known}, separated by commas` }),
    Transform(({ value }: { value: unknown }) => read(value)),
    ValidateBy(
      { name: 'choices', validator: { validate: (value: unknown) => value instanceof Set } },
      {
        message: mustBe(`any of ${known}, separated by commas`),
        context: { code: 'unknown-choice', hint: `Use any of ${known}.` },
      },
    ),
  );
}

/** Printable text of at most `maximum` characters. */
export function TextParameter(
  options: { readonly maximum?: number; readonly description?: string; readonly required?: boolean } = {},
): PropertyDecorator {
  const { maximum = 200, required = false, ...described } = options;
  const api: ApiPropertyOptions = { type: String, ...described };
  const said = {
    message: mustBe(`1 to ${maximum} printable characters`),
    context: { code: 'bad-text', hint: `Use 1 to ${maximum} printable characters.` },
  };
  return applyDecorators(
    ...(required ? [ApiProperty(api), GivenOnce()] : optional(api)),
    Matches(new RegExp(`^[^\\u0000-\\u001f\\u007f]{1,${maximum}}$`), said),
  );
}

export interface CursorOptions {
  /** Order of the list, by the query as it was sent. */
  readonly order: (query: RawQuery) => string;
  readonly type?: Cursor['type'];
  /** Of the value at which the list goes on; any by default. */
  readonly accepts?: (value: Cursor['value'], query: RawQuery) => boolean;
}

/** `next` of the previous page, read as a {@link Cursor}. */
export function CursorParameter({ order, type, accepts = () => true }: CursorOptions): PropertyDecorator {
  const read = (value: unknown, query: RawQuery): unknown => {
    if (typeof value !== 'string' || value.length > 500) return value;
    const cursor = decodeCursor(value, order(query), type);
    return cursor !== null && accepts(cursor.value, query) ? cursor : value;
  };
  return applyDecorators(
    ...optional({ type: String, description: '`next` of the page before' }),
    Transform(({ value, obj }: { value: unknown; obj: RawQuery }) => read(value, obj)),
    ValidateBy(
      { name: 'cursor', validator: { validate: (value: unknown) => typeof value === 'object' } },
      {
        message: mustBe(BAD_CURSOR.mustBe),
        context: { code: BAD_CURSOR.code, hint: BAD_CURSOR.hint },
      },
    ),
  );
}

/** An id or name in the path; what does not match names nothing. */
export function PathParameter(
  pattern: RegExp,
  what: string,
  hint: string,
  api: ApiPropertyOptions = { type: String },
): PropertyDecorator {
  return applyDecorators(
    ApiProperty(api),
    Matches(pattern, { message: `There is no ${what}.`, context: { code: 'not-found', hint } }),
  );
}

/** A document as it was sent, not a copy: its own schema checks it. */
export const AsSent = (): PropertyDecorator =>
  Transform(({ obj, key }: { obj: RawQuery; key: string }) => obj[key]);
