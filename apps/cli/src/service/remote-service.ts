/** A service that computes in this command's place: submits, follows, brings results. */
import {
  type RunEvent,
  type Schemas,
  type ServiceCalls,
  answerOf,
  followRun,
  openService,
} from '@railyard/client';
import { type ExperimentResult, type RecordRequest, type ServingResult } from '@railyard/experiments';
import { CliError, ExitCode } from '../exit-code.js';
import { progressBar } from '../output/progress.js';
import { explained } from './explained.js';
import { interruptible } from './interrupt.js';
import { onceOnly } from './once-only.js';
import { type ServiceAddress, commandAt } from './service-options.js';

export type RunView = Schemas['RunView'];

/** A document, and what to call it in messages. */
export interface Submitted {
  readonly source: string;
  readonly document: unknown;
}

/** A service that was there may be away for so long, e.g. because it is upgraded. */
const AWAY_MS = 60_000;

const reportWait = (seconds: number): boolean =>
  process.stderr.write(`railyard: the service is busy and asks to wait ${Math.ceil(seconds)} s.\n`);

export class RemoteService {
  readonly calls: ServiceCalls;
  /** Aborted when the command has waited for as long as it may. */
  readonly deadline: AbortSignal | undefined;

  constructor(readonly address: ServiceAddress) {
    const { timeoutMs } = address;
    this.deadline = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
    const onAway = (): boolean =>
      process.stderr.write(
        `railyard: ${address.url} does not answer; trying again for ${AWAY_MS / 1000} s.\n`,
      );
    this.calls = openService({ ...address, awayMs: AWAY_MS, onWait: reportWait, onAway });
  }

  /** The data of a call, or what went wrong in words. */
  ask<Data>(
    source: string,
    call: () => Promise<{ readonly data?: Data; readonly error?: unknown; readonly response: Response }>,
  ): Promise<Data> {
    return explained(this.address, source, () => answerOf(call()));
  }

  /** Says so when the service computes with another engine. */
  async greet(): Promise<this> {
    const { ENGINE_VERSION } = await import('@railyard/experiments');
    // Nobody has been there yet: there is nothing to wait for.
    const calls = openService({ ...this.address, onWait: reportWait });
    const { engineVersion } = await this.ask('the service', () =>
      calls.GET('/v1/presets', { params: { query: { kind: 'device' } } }),
    );
    if (engineVersion !== ENGINE_VERSION) {
      process.stderr.write(
        `railyard: the service computes with engine ${engineVersion}, this command with ` +
          `${ENGINE_VERSION}: results may differ.\n`,
      );
    }
    return this;
  }

  async submit({ source, document }: Submitted): Promise<RunView> {
    const params = onceOnly();
    return (await this.ask(source, () =>
      this.calls.POST('/v1/experiments', { params, body: document as never }),
    )) as RunView;
  }

  /**
   * Waits until the run has ended, with its progress on a terminal. @throws CliError when it did not succeed.
   */
  async finished(run: RunView): Promise<RunView> {
    if (run.finishedAt === null) await this.follow(run.id);
    const ended = await this.ask(run.id, () =>
      this.calls.GET('/v1/runs/{id}', { params: { path: { id: run.id } } }),
    );
    if (ended.state === 'failed')
      throw new CliError(
        ExitCode.failed,
        ended.failure?.code ?? 'failed',
        `${run.id} failed: ${ended.failure?.message ?? 'the service does not say why.'}`,
      );
    if (ended.state === 'cancelled')
      throw new CliError(ExitCode.cancelled, 'cancelled', `${run.id} was cancelled.`);
    return ended;
  }

  async follow(id: string, onEvent: (event: RunEvent) => void = () => undefined): Promise<void> {
    const bar = await progressBar();
    try {
      await interruptible(
        `${id} goes on at ${this.address.url}.`,
        `Follow it with ${commandAt(this.address, `runs watch ${id}`)}, end it with ` +
          `${commandAt(this.address, `runs cancel ${id}`)}.`,
        (signal) =>
          explained(this.address, id, () =>
            followRun(this.calls, id, {
              signal,
              patienceMs: AWAY_MS,
              onEvent: (event) => {
                bar.update(event.phase ?? event.type, event.share ?? 0);
                onEvent(event);
              },
            }),
          ),
        this.deadline,
      );
    } finally {
      bar.stop();
    }
  }

  /** Of an experiment. */
  async result(id: string): Promise<ExperimentResult> {
    const result = await this.anyResult(id);
    if (result.document.kind === 'Experiment') return result as ExperimentResult;
    throw new CliError(
      ExitCode.usage,
      'no-step',
      `${id} is a service, which has no step.`,
      `Use ${commandAt(this.address, `runs export ${id}`)}.`,
    );
  }

  /** Of an experiment, or of a point of a sweep of services. */
  async anyResult(id: string): Promise<ExperimentResult | ServingResult> {
    return (await this.ask(id, () =>
      this.calls.GET('/v1/runs/{id}/result', { params: { path: { id } } }),
    )) as unknown as ExperimentResult | ServingResult;
  }

  /** Chrome trace as JSON text. */
  async trace(id: string, { ranks, steps }: RecordRequest = {}): Promise<string> {
    const query = { ...(ranks === undefined ? {} : { ranks }), ...(steps === undefined ? {} : { steps }) };
    return (await this.ask(id, () =>
      this.calls.GET('/v1/runs/{id}/trace', { params: { path: { id }, query }, parseAs: 'text' }),
    )) as unknown as string;
  }

  /** The same as `railyard run` here, computed there. */
  async run(submitted: Submitted): Promise<{ readonly id: string; readonly result: ExperimentResult }> {
    const { id } = await this.finished(await this.submit(submitted));
    return { id, result: await this.result(id) };
  }
}

export async function connected(address: ServiceAddress): Promise<RemoteService> {
  return new RemoteService(address).greet();
}
