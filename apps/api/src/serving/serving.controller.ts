/** A model that is served on a cluster. */
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { TakesDocument } from '../common/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { ServingAnswer } from './dto/serving-answer.dto.js';
import { ServingService } from './serving.service.js';

@ApiTags('serving')
@Controller('v1/serving')
export class ServingController {
  constructor(@Inject(ServingService) private readonly serving: ServingService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Serve a model: times to the first token and between tokens, and tokens/s' })
  @TakesDocument('Serving')
  @ApiOkResponse({ type: ServingAnswer })
  serve(@ClientOfRequest() client: WaitingClient, @Body() document: unknown): Promise<ServingAnswer> {
    return this.serving.serve(client, document);
  }
}
