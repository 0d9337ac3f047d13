/**
 * Preloaded into a process: its wall clock steps an hour forward and back every half second, as a wrong time
 * server makes it. Timers go on as they are.
 */
const HOUR_MS = 3_600_000;
const STEPS = [0, HOUR_MS, 0, -HOUR_MS];
const { now } = Date;
const began = performance.now();

Date.now = () => now() + STEPS[Math.floor((performance.now() - began) / 500) % STEPS.length];

globalThis.Date = new Proxy(Date, {
  construct: (target, given, made) =>
    Reflect.construct(target, given.length === 0 ? [target.now()] : given, made),
  apply: (target) => new target(target.now()).toString(),
});
