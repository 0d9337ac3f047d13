import { Inject, Injectable } from '@nestjs/common';
import { hashOf } from '@railyard/base';
import { type Caller, type SavedViewEntity, type SavedViewKey } from '@railyard/database';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '@railyard/service';
import {
  type Cursor,
  type Page,
  ProblemError,
  encodeCursor,
  matchesStrongly,
  notFound,
  pageOf,
} from '../common/index.js';
import { type SavedView, savedView } from './dto/view-answers.dto.js';
import { type ViewContent, VIEWS_ORDER } from './dto/view-inputs.dto.js';

/** Screens of the app under names of a tenant: nobody overwrites what they have not read. */
@Injectable()
export class ViewsService {
  constructor(@Inject(STORAGE) private readonly storage: Storage) {}

  /** By name. */
  async list({ tenant }: Caller, limit: number, cursor?: Cursor): Promise<Page<SavedView>> {
    const rows = await this.storage.records.savedViews.page(tenant, cursor?.id ?? '', limit + 1);
    return pageOf(rows, limit, savedView, ({ name }) => encodeCursor(VIEWS_ORDER, name, name));
  }

  /** @throws ProblemError 404 */
  async read(key: SavedViewKey): Promise<SavedViewEntity> {
    const view = await this.storage.records.savedViews.find(key);
    if (view === null) throw unknown();
    return view;
  }

  /**
   * Keeps a new view, or replaces the one that `match` names.
   * @throws ProblemError 428 where there is one and If-Match is missing, 412 where it names another
   */
  async save(
    key: SavedViewKey,
    { screen, state }: ViewContent,
    match: string | undefined,
  ): Promise<SavedViewEntity> {
    const { savedViews } = this.storage.records;
    const there = await savedViews.find(key);
    if (there === null && match !== undefined) throw stale();
    if (there !== null && match === undefined) throw matchNeeded();
    if (there !== null && match !== undefined && !matchesStrongly(match, tagOf(there))) throw stale();
    const saved = await savedViews.save(key, { screen, state }, there?.version ?? 0);
    if (saved === null) throw stale();
    return saved;
  }

  /** @throws ProblemError 404, 412 */
  async remove(key: SavedViewKey, match: string | undefined): Promise<void> {
    const there = await this.read(key);
    if (match !== undefined && !matchesStrongly(match, tagOf(there))) throw stale();
    const version = match === undefined ? undefined : there.version;
    if (!(await this.storage.records.savedViews.remove(key, version))) throw stale();
  }
}

/** Entity tag of a view. A name that is given again begins at version 1 again. */
export const tagOf = ({ version, screen, state }: SavedViewEntity): string =>
  `"${version}-${hashOf({ screen, state }).slice(0, 16)}"`;

const unknown = (): ProblemError => notFound('view of that name', 'Use a name that GET /v1/views lists.');

const MATCH_AT = '/headers/if-match';

function matchNeeded(): ProblemError {
  const hint = 'Send If-Match with the ETag of the view that you read, or use another name.';
  const message = 'If-Match must be given: there is a view of that name.';
  const issue = { path: MATCH_AT, code: 'missing-header', message, hint };
  return new ProblemError(428, 'if-match-needed', 'If-Match is needed', hint, [issue]);
}

function stale(): ProblemError {
  const message = 'If-Match must name the view as it is stored.';
  const hint = 'Read it again and repeat the change.';
  return new ProblemError(412, 'stale', 'Version conflict', `${message} ${hint}`, [
    { path: MATCH_AT, code: 'stale', message, hint },
  ]);
}
