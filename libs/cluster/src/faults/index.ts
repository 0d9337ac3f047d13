export { capacityUnder, checkFaults, type FabricFault, linksOf, parseFault } from './fabric-fault.js';
export { type Flap, type FlapOutcome, type Transfer, transfersUnderFlaps } from './flaps.js';
