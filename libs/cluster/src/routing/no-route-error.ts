/** What a fabric cannot do, distinguished by its type from what the engine gets wrong. */
import { type Route } from './route.js';

/** Two parts that must exchange messages have no route left: too much of the fabric is down. */
export class NoRouteError extends Error {
  constructor() {
    super('A message must have a route between its two ends.');
    this.name = 'NoRouteError';
  }
}

/** The route that a message needs. @throws NoRouteError when there is none. */
export function requireRoute(route: Route | undefined): Route {
  if (route === undefined) throw new NoRouteError();
  return route;
}
