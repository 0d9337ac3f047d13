/** Charts in SVG, without a browser: the same figures as the app's. */
export { type Axes, type Series, axesChart } from './axes.js';
export { type BarRow, type Loss, barChart, waterfallChart } from './bars.js';
export { type HeatCell, heatMap } from './heat-map.js';
export { type Chart, chartElement, chartsFile } from './svg.js';
export { timelineChart } from './timeline.js';
