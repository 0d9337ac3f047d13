/** A progress bar on stderr, only where a person sees it. */

export interface ProgressBar {
  update(phase: string, share: number): void;
  stop(): void;
}

const silent: ProgressBar = { update: () => undefined, stop: () => undefined };

export async function progressBar(stream: NodeJS.WriteStream = process.stderr): Promise<ProgressBar> {
  if (!stream.isTTY) return silent;
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar(
    { format: '{bar} {percentage}% {phase}', stream, clearOnComplete: true, hideCursor: true },
    cliProgress.Presets.shades_classic,
  );
  bar.start(100, 0, { phase: '' });
  return {
    update: (phase, share) => bar.update(Math.round(share * 100), { phase }),
    stop: () => bar.stop(),
  };
}

/** Work that shows how far it is; the bar goes when the work has ended, however it ended. */
export async function withProgressBar<T>(work: (bar: ProgressBar) => T | Promise<T>): Promise<T> {
  const bar = await progressBar();
  try {
    return await work(bar);
  } finally {
    bar.stop();
  }
}
