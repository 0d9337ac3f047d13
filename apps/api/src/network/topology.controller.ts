/** A cluster from files that describe a machine. */
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReadsOnly } from '../common/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { TopologyBody, TopologyOutcome } from './dto/topology.dto.js';
import { NetworkService } from './network.service.js';

@ApiTags('network')
@Controller('v1/topology')
export class TopologyController {
  constructor(@Inject(NetworkService) private readonly network: NetworkService) {}

  @Post()
  @HttpCode(200)
  @ReadsOnly()
  @ApiOperation({
    summary: 'Make a Cluster of NCCL topology XML, ibnetdiscover, Slurm, nvidia-smi or CSV files',
  })
  @ApiOkResponse({ type: TopologyOutcome })
  read(@ClientOfRequest() client: WaitingClient, @Body() body: TopologyBody): Promise<TopologyOutcome> {
    return this.network.topology(client, body);
  }
}
