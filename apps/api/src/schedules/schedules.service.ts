import { Inject, Injectable } from '@nestjs/common';
import { checkedSchedule } from '@railyard/experiments';
import { ComputeThreads, type WaitingClient } from '../threads/index.js';
import { ScheduleAnswer } from './dto/schedule-answer.dto.js';

const WORKER = new URL('./schedule.worker.js', import.meta.url);

/** Pipeline schedules, executed with equal op times on every rank. */
@Injectable()
export class SchedulesService {
  constructor(@Inject(ComputeThreads) private readonly threads: ComputeThreads) {}

  /** @throws InvalidDocumentError with every issue, ProblemError 429 */
  async execute(client: WaitingClient, request: unknown): Promise<ScheduleAnswer> {
    return this.threads.run(client, WORKER, checkedSchedule(request));
  }
}
