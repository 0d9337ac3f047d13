export { capacityUnder, checkFaults, type FabricFault, linksOf, parseFault } from './fabric-fault.js';
export {
  checkFlaps,
  type Flap,
  type FlapOutcome,
  parseFlap,
  type Transfer,
  transfersUnderFlaps,
} from './flaps.js';
