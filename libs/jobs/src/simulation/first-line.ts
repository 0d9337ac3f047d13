/** A run's failure is told in one line; the rest of an error's text is for its log. */
export function firstLine(text: string): string {
  return text.split('\n', 1).join('');
}
