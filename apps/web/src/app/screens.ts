/** Every screen by its name in the address, each loaded when it is first shown. */
import { type ComponentType } from 'preact';

export interface Screen {
  readonly name: string;
  readonly title: string;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

export const SCREENS: readonly Screen[] = [
  { name: '', title: 'Home', load: () => import('../screens/home/home-screen.js') },
  { name: 'job', title: 'Your job', load: () => import('../screens/job/job-screen.js') },
  { name: 'schedules', title: 'Schedules', load: () => import('../screens/schedules/schedules-screen.js') },
  { name: 'network', title: 'Network', load: () => import('../screens/network/network-screen.js') },
  { name: 'cluster', title: 'Cluster', load: () => import('../screens/cluster/cluster-screen.js') },
];
