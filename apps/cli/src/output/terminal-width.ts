/** How wide tables may be: as the terminal; as COLUMNS says where stdout is none; else as they are. */
export function terminalWidth(): number | undefined {
  const stated = Number(process.env.COLUMNS);
  return process.stdout.columns ?? (stated > 0 ? stated : undefined);
}
