/** One builder for each table of the paper. */
export { decodeLimits } from './decode-limits.js';
export { formats } from './formats.js';
export { table1 } from './table1.js';
export { table2 } from './table2.js';
export { table3 } from './table3.js';
export { TABLE_4_ROWS, table4 } from './table4.js';
export { table5 } from './table5.js';
