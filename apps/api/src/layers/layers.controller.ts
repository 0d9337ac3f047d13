/** One transformer layer on one device, operation by operation. */
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { TakesDocument, ReadsOnly } from '../common/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { LayerAnswer } from './dto/layer-answer.dto.js';
import { LayersService } from './layers.service.js';

@ApiTags('layers')
@Controller('v1/layers')
export class LayersController {
  constructor(@Inject(LayersService) private readonly layers: LayersService) {}

  @Post()
  @HttpCode(200)
  @ReadsOnly()
  @ApiOperation({
    summary: "Time one transformer layer of a workload's model on one device, without communication",
  })
  @TakesDocument('LayerRequest')
  @ApiOkResponse({ type: LayerAnswer })
  time(@ClientOfRequest() client: WaitingClient, @Body() request: unknown): Promise<LayerAnswer> {
    return this.layers.time(client, request);
  }
}
