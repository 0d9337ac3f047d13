/** The paper's numbers: the only place that holds them. */
export { PAPER, TABLE_4, type Table3Case, type Table4Case } from './paper.js';
