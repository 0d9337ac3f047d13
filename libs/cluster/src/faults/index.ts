export { capacityUnder, checkFaults, type FabricFault, linksOf, parseFault } from './fabric-fault.js';
export {
  alongLegs,
  checkFlaps,
  type Flap,
  type FlapOutcome,
  parseFlap,
  type Transfer,
  transfersUnderFlaps,
  withAndWithoutFlaps,
} from './flaps.js';
