/** Tables that the build reads (vite.config.ts). */
declare module '*.csv' {
  const rows: readonly Readonly<Record<string, string>>[];
  export default rows;
}
