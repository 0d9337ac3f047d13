import { Inject, Injectable } from '@nestjs/common';
import { checkedLayer } from '@railyard/experiments';
import { ComputeThreads, type WaitingClient } from '../threads/index.js';
import { LayerAnswer } from './dto/layer-answer.dto.js';

const WORKER = new URL('./layer.worker.js', import.meta.url);

/** Single transformer layers on one device, without communication. */
@Injectable()
export class LayersService {
  constructor(@Inject(ComputeThreads) private readonly threads: ComputeThreads) {}

  /** @throws InvalidDocumentError with every issue, ProblemError 429 */
  async time(client: WaitingClient, request: unknown): Promise<LayerAnswer> {
    return this.threads.run(client, WORKER, checkedLayer(request));
  }
}
