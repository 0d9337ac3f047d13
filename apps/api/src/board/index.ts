export { BoardModule } from './board.module.js';
export { QueueBoard } from './queue-board.js';
