/** Every screen by its name in the address, each loaded when it is first shown. */
import { type ComponentType } from 'preact';

export interface Screen {
  readonly name: string;
  readonly title: string;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

export const SCREENS: readonly Screen[] = [
  { name: 'job', title: 'Your job', load: () => import('../screens/job/job-screen.js') },
];
