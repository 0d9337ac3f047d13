/** Views of the app that are kept here: a screen and its state under a name. */
import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Put, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Caller } from '@railyard/database';
import { CalledBy } from '../access/index.js';
import { Answer } from '../common/index.js';
import { SavedView, SavedViewPage, savedView } from './dto/view-answers.dto.js';
import { ViewContent, ViewListQuery, ViewParams } from './dto/view-inputs.dto.js';
import { ViewsService, tagOf } from './views.service.js';

@ApiTags('views')
@Controller('v1/views')
export class ViewsController {
  constructor(@Inject(ViewsService) private readonly views: ViewsService) {}

  @Get()
  @ApiOperation({ summary: 'Your views of the app, by name' })
  @ApiOkResponse({ type: SavedViewPage })
  list(@CalledBy() caller: Caller, @Query() { limit, cursor }: ViewListQuery): Promise<SavedViewPage> {
    return this.views.list(caller, limit, cursor);
  }

  @Get(':name')
  @ApiOperation({ summary: 'One view' })
  @ApiOkResponse({ type: SavedView })
  async read(@CalledBy() { tenant }: Caller, @Param() { name }: ViewParams): Promise<Answer> {
    const view = await this.views.read({ tenant, name });
    return new Answer(200, savedView(view), { etag: tagOf(view) });
  }

  @Put(':name')
  @ApiOperation({ summary: 'Keep a view; If-Match names the one that it replaces' })
  @ApiOkResponse({ type: SavedView })
  @ApiCreatedResponse({ type: SavedView })
  @ApiHeader({ name: 'If-Match', required: false })
  async save(
    @CalledBy() { tenant }: Caller,
    @Param() { name }: ViewParams,
    @Body() content: ViewContent,
    @Headers('If-Match') match?: string,
  ): Promise<Answer> {
    const saved = await this.views.save({ tenant, name }, content, match);
    return new Answer(saved.version === 1 ? 201 : 200, savedView(saved), { etag: tagOf(saved) });
  }

  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a view' })
  @ApiNoContentResponse({ description: 'It is removed' })
  @ApiHeader({ name: 'If-Match', required: false })
  remove(
    @CalledBy() { tenant }: Caller,
    @Param() { name }: ViewParams,
    @Headers('If-Match') match?: string,
  ): Promise<void> {
    return this.views.remove({ tenant, name }, match);
  }
}
