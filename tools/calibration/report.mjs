/** Errors on the rows that were not fitted, by family. */
export function report(model, spec, rows, values, overheads) {
  console.log(`${spec.name}: rows not fitted`);
  reportRows(
    rows
      .filter((row) => !model.isFitted(row.shape))
      .map((row) => ({ ...row, error: row.predict(values, spec, overheads) / row.seconds - 1 })),
  );
  console.log(`  overheads ${JSON.stringify(overheads)}`);
  console.log(
    `  ${Object.entries(values)
      .map(([name, value]) => `${name}=${Number(value.toPrecision(4))}`)
      .join(' ')}`,
  );
}

/** @param rows with `family`, `source` and relative `error` */
export function reportRows(rows) {
  const families = new Map();
  for (const { family, source, error } of rows)
    for (const name of [family, `all (${source})`])
      families.set(name, [...(families.get(name) ?? []), error]);
  for (const [name, errors] of [...families].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const sorted = errors.map(Math.abs).sort((a, b) => a - b);
    const signed = errors.toSorted((a, b) => a - b);
    const at = (list, q) => `${(100 * list[Math.floor(q * (list.length - 1))]).toFixed(1)} %`.padStart(8);
    console.log(
      `  ${name.padEnd(46)} ${String(errors.length).padStart(4)} rows  median ${at(sorted, 0.5)}  ` +
        `p90 ${at(sorted, 0.9)}  bias ${at(signed, 0.5)}`,
    );
  }
}
