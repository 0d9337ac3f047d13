/** Components that screens share. */
export { Bars } from './bars.js';
export { CopyButton, DownloadButton } from './buttons.js';
export { Chart } from './chart.js';
export { hue, variable } from './colours.js';
export { FileField, NumberField, SearchField, SelectField, SliderField } from './fields.js';
export { binaryBytes, bytes, dollars, number, percent, range, seconds, signed } from './format.js';
export { Card, Page, Stats, type StatProps } from './layout.js';
export { AnswerState, Issues, Notice } from './notice.js';
export { type Column } from './columns.js';
export { DataTable } from './table.js';
export { useVirtualRows } from './virtual-rows.js';
