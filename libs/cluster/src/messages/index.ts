/** Messages: several jobs' own messages on one network. */
export {
  type JobsLink,
  type JobsTogether,
  jobsTogether,
  type JobTimes,
  type Message,
} from './jobs-together.js';
