/** The message of a run's failure is one line; the rest of an error's text is for the log. */
export function firstLine(text: string): string {
  return text.split('\n', 1).join('');
}
