/** One collective on one cluster, or what its network is made of. */
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { TakesDocument, ReadsOnly } from '../common/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { CollectiveAnswer } from './dto/collective-answer.dto.js';
import { ComparisonOfFabrics } from './dto/comparison-answer.dto.js';
import { CostAnswer } from './dto/cost-answer.dto.js';
import { SharedClusterAnswer } from './dto/shared-cluster-answer.dto.js';
import { TrafficAnswer, TrafficBody } from './dto/traffic.dto.js';
import { NetworkService } from './network.service.js';

@ApiTags('network')
@Controller('v1/network')
export class NetworkController {
  constructor(@Inject(NetworkService) private readonly network: NetworkService) {}

  @Post()
  @HttpCode(200)
  @ReadsOnly()
  @ApiOperation({ summary: 'Simulate one collective on one cluster' })
  @TakesDocument('NetworkRequest')
  @ApiOkResponse({ type: CollectiveAnswer })
  simulate(@ClientOfRequest() client: WaitingClient, @Body() request: unknown): Promise<CollectiveAnswer> {
    return this.network.simulate(client, request);
  }

  @Post('cost')
  @HttpCode(200)
  @ReadsOnly()
  @ApiOperation({ summary: 'Count the endpoints, switches and cables of a network, and price them' })
  @TakesDocument('NetworkCostRequest')
  @ApiOkResponse({ type: CostAnswer })
  cost(@ClientOfRequest() client: WaitingClient, @Body() request: unknown): Promise<CostAnswer> {
    return this.network.cost(client, request);
  }

  @Post('compare')
  @HttpCode(200)
  @ReadsOnly()
  @ApiOperation({
    summary: 'Compare fabrics: cost, power, failures of a year, and the step of one job on each',
  })
  @TakesDocument('FabricComparisonRequest')
  @ApiOkResponse({ type: ComparisonOfFabrics })
  compare(@ClientOfRequest() client: WaitingClient, @Body() request: unknown): Promise<ComparisonOfFabrics> {
    return this.network.compare(client, request);
  }

  @Post('jobs')
  @HttpCode(200)
  @ReadsOnly()
  @ApiOperation({
    summary: 'Run several jobs on one cluster: the step of each alone and with the others',
  })
  @TakesDocument('SharedClusterRequest')
  @ApiOkResponse({ type: SharedClusterAnswer })
  jobs(@ClientOfRequest() client: WaitingClient, @Body() request: unknown): Promise<SharedClusterAnswer> {
    return this.network.jobs(client, request);
  }

  @Post('traffic')
  @HttpCode(200)
  @ReadsOnly()
  @ApiOperation({ summary: 'Simulate messages of one job or several on one cluster' })
  @ApiOkResponse({ type: TrafficAnswer })
  traffic(@ClientOfRequest() client: WaitingClient, @Body() body: TrafficBody): Promise<TrafficAnswer> {
    return this.network.traffic(client, body);
  }
}
