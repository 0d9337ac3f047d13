export { capacityUnder, checkFaults, type FabricFault, faultIssues, linksOf, parseFault } from './fabric-fault.js';
export { type Flap, type FlapOutcome, type Message, messagesUnderFlaps } from './flaps.js';
