/** Events without the names of an operator's nodes, jobs and groups: numbers in order of appearance. */
import { type LogEvent } from './log-event.js';

export function anonymised(events: readonly LogEvent[]): readonly LogEvent[] {
  const numbers = new Map<string, string>();
  const numbered = (word: string, name: string): string => {
    if (name === '') return '';
    const known = numbers.get(`${word} ${name}`);
    if (known !== undefined) return known;
    const number = `${word}${[...numbers.keys()].filter((key) => key.startsWith(`${word} `)).length + 1}`;
    numbers.set(`${word} ${name}`, number);
    return number;
  };
  return events.map(({ suspect: _, ...event }) => ({
    ...event,
    node: numbered('node', event.node),
    component: hidden(event.component, event.node, numbered),
    ...(event.group === undefined ? {} : { group: numbered('group', event.group) }),
  }));
}

/** Parts of a node keep their place in it; jobs and whole nodes become numbers. */
function hidden(component: string, node: string, numbered: (word: string, name: string) => string): string {
  if (component.startsWith('job ')) return numbered('job', component);
  if (component === node) return numbered('node', node);
  if (node !== '' && component.includes(node)) return component.replace(node, numbered('node', node));
  return /^(?:gpu|nvswitch|nic|port|rank)/.test(component) ? component : numbered('component', component);
}
