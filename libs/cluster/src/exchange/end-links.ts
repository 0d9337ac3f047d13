/**
 * The links between the GPUs of a node and the switches that its NICs are plugged into, numbered alike in
 * every node, so that what is known of one node holds of others of its kind.
 */
import { type FabricGraph } from '../topology/index.js';

export class EndLinks {
  /** Numbers of one direction; a link has twice as many. */
  readonly perNode: number;
  /** [cables] number of the end link in its node, -1 for links between switches and of storage. */
  private readonly slotOf: Int32Array;

  constructor(private readonly graph: FabricGraph) {
    const { gpusPerNode, nicsPerNode, portsPerNic, nodes } = graph.shape;
    this.perNode = 3 * gpusPerNode + nicsPerNode + nicsPerNode * portsPerNic;
    this.slotOf = new Int32Array(graph.linkCount / 2).fill(-1);
    for (let node = 0; node < nodes; node += 1)
      for (let slot = 0; slot < this.perNode; slot += 1) {
        const link = this.linkAt(node, slot);
        if (link >= 0) this.slotOf[link >> 1] = slot;
      }
  }

  /** The end link with this number in a node, away from the GPUs; -1 where the node has none. */
  linkAt(node: number, slot: number): number {
    const { gpuNvlink, gpuPcie, gpuHost, nicPcie, nicUplink } = this.graph.tables;
    const { gpusPerNode, nicsPerNode, portsPerNic } = this.graph.shape;
    const gpu = node * gpusPerNode;
    if (slot < gpusPerNode) return gpuNvlink[gpu + slot];
    if (slot < 2 * gpusPerNode) return gpuPcie[gpu + slot - gpusPerNode];
    if (slot < 3 * gpusPerNode) return gpuHost[gpu + slot - 2 * gpusPerNode];
    const nic = slot - 3 * gpusPerNode;
    if (nic < nicsPerNode) return nicPcie[node * nicsPerNode + nic];
    return nicUplink[node * nicsPerNode * portsPerNic + nic - nicsPerNode];
  }

  /** Twice the number of a link in its node, and one more for the way back; -1 for other links. */
  numberOf(link: number): number {
    const slot = this.slotOf[link >> 1];
    return slot < 0 ? -1 : 2 * slot + (link & 1);
  }
}
