import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import {
  BodyInput,
  type Cursor,
  CursorParameter,
  IntegerParameter,
  PathInput,
  PathParameter,
  QueryInput,
  shown,
} from '../../common/index.js';

/** Names are shown, not parsed: any letters. */
// eslint-disable-next-line no-control-regex -- these are what is refused
const NAME = /^[^\u0000-\u001f\u007f]{1,80}$/;
const SCREEN = /^[a-z-]{0,32}$/;
/** A share link of a dropped job is a tenth of it. */
const LONGEST_STATE = 200_000;
const MAX_PAGE = 200;

export const VIEWS_ORDER = 'views';

export class ViewParams extends PathInput {
  @PathParameter(NAME, 'view of that name', 'Use a name that GET /v1/views lists.')
  readonly name: string;
}

export class ViewListQuery extends QueryInput {
  @IntegerParameter(1, MAX_PAGE, { default: 50 })
  readonly limit: number = 50;

  @CursorParameter({ order: () => VIEWS_ORDER, type: 'string' })
  readonly cursor?: Cursor;
}

export class ViewContent extends BodyInput {
  @ApiProperty({ type: String, pattern: SCREEN.source, description: "Screen of the app; '' is Home" })
  @Matches(SCREEN, {
    message: ({ value }) => `screen must be the name of a screen of the app (got ${shown(value)}).`,
    context: { code: 'bad-screen', hint: 'Use a name such as cluster, or "" for Home.' },
  })
  readonly screen: string;

  @ApiProperty({ type: String, maxLength: LONGEST_STATE, description: 'What stands behind ? in its address' })
  @IsString({
    message: ({ value }) => `state must be text (got ${shown(value)}).`,
    context: { code: 'wrong-type', hint: 'Send what stands behind ? in the address, or "".' },
  })
  @MaxLength(LONGEST_STATE, {
    message: `state must be at most ${LONGEST_STATE} characters.`,
    context: { code: 'too-long', hint: 'Keep files of that size elsewhere.' },
  })
  readonly state: string;
}
