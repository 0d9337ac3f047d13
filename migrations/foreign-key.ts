/** A reference to the `id` of another table, worded so that TypeORM finds it again in SQLite's schema. */
export function foreignKey(
  name: string,
  column: string,
  table: string,
  onDelete: 'CASCADE' | 'RESTRICT',
): string {
  return (
    `CONSTRAINT "${name}" FOREIGN KEY ("${column}") REFERENCES "${table}" ("id") ` +
    `ON DELETE ${onDelete} ON UPDATE NO ACTION`
  );
}
