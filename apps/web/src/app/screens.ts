/** Every screen by its name in the address, each loaded when it is first shown. */
import { type ComponentType } from 'preact';

export interface Screen {
  readonly name: string;
  /** Reached from another screen: it has no place among those that one chooses from. */
  readonly isInner?: boolean;
  readonly title: string;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

export const SCREENS: readonly Screen[] = [
  { name: '', title: 'Home', load: () => import('../screens/home/home-screen.js') },
  { name: 'job', title: 'Your job', load: () => import('../screens/job/job-screen.js') },
  { name: 'schedules', title: 'Schedules', load: () => import('../screens/schedules/schedules-screen.js') },
  { name: 'network', title: 'Network', load: () => import('../screens/network/network-screen.js') },
  { name: 'cluster', title: 'Cluster', load: () => import('../screens/cluster/cluster-screen.js') },
  { name: 'serving', title: 'Serving', load: () => import('../screens/serving/serving-screen.js') },
  { name: 'timeline', title: 'Timeline', load: () => import('../screens/timeline/timeline-screen.js') },
  { name: 'replay', title: 'Replay', load: () => import('../screens/replay/replay-screen.js') },
  { name: 'compare', title: 'Compare', load: () => import('../screens/compare/compare-screen.js') },
  { name: 'import', title: 'Import', load: () => import('../screens/import/import-screen.js') },
  { name: 'accuracy', title: 'Accuracy', load: () => import('../screens/accuracy/accuracy-screen.js') },
  { name: 'runs', title: 'Runs', load: () => import('../screens/runs/runs-screen.js') },
  { name: 'sweeps', title: 'Sweeps', load: () => import('../screens/sweeps/sweeps-screen.js') },
  { name: 'run', title: 'Run', isInner: true, load: () => import('../screens/run/run-screen.js') },
  { name: 'sweep', title: 'Sweep', isInner: true, load: () => import('../screens/sweep/sweep-screen.js') },
];
