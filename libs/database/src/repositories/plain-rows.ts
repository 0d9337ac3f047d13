/**
 * Rows of a query as plain objects with an entity's properties. No column needs a transformation on its way
 * out, and a page of 200 runs takes half the time that entities would.
 */
import { type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';

/** Selects every column of the entity that the query knows by this alias, under its property's name. */
export function selectColumns<Entity extends ObjectLiteral>(
  query: SelectQueryBuilder<Entity>,
  alias = query.alias,
): SelectQueryBuilder<Entity> {
  query.select([]);
  for (const { propertyName } of query.expressionMap.findAliasByName(alias).metadata.columns)
    query.addSelect(`${alias}.${propertyName}`, propertyName);
  return query;
}
