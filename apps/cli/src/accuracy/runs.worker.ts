/** A thread that judges published runs. */
export { judgeRun as default } from '@railyard/experiments';
