/** One line with the figures of a suite, in the log of anyone who runs it. */
export function say(suite: string, figures: object): void {
  process.stderr.write(`${suite}: ${JSON.stringify(figures)}\n`);
}
