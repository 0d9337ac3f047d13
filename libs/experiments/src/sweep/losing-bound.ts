/** Why a search does not run a point. */

/**
 * Which bound says that a point loses: its work, spread over all ranks; its schedule, under balanced routing;
 * or one of its expert groups, routing as drawn: a path through its schedule, or its step.
 */
export type LosingBound = 'work' | 'schedule' | 'routing';
