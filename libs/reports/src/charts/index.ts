/** Charts in SVG, without a browser: the same figures as the app's. */
export { axesChart } from './axes.js';
export { type BarRow, barChart, waterfallChart } from './bars.js';
export { heatMap } from './heat-map.js';
export { type Chart, chartElement, chartsFile } from './svg.js';
export { timelineChart } from './timeline.js';
