/** Components that screens share. */
export { Bars, type BarRow } from './bars.js';
export { CopyButton, DownloadButton } from './buttons.js';
export { NumberField, SelectField } from './fields.js';
export { dollars, number, percent, range, seconds } from './format.js';
export { Card, Page, Stats, type StatProps } from './layout.js';
export { AnswerState, Issues, Notice } from './notice.js';
export { type Loss, Waterfall } from './waterfall.js';
