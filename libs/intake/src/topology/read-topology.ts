/** Which format a file is in, and what it says of a machine. */
import { InvalidDocumentError } from '@railyard/base';
import { type SourceFile } from '../recognise/index.js';
import { isCableTable, readCables } from './cables.js';
import { type TopologyDraft } from './draft.js';
import { isIbNetDiscover, readIbNetDiscover } from './ibnetdiscover.js';
import { isNcclXml, readNcclXml } from './nccl-xml.js';
import { isNvlinkStatus, isTopoMatrix, readNvlinkStatus, readTopoMatrix } from './nvidia-smi.js';
import { isSlurmTopology, readSlurmTopology } from './slurm.js';
import { csvTable, isHostTable, isSysfsTable, readHosts, readSysfs } from './tables.js';

const TEXTS: readonly (readonly [
  (text: string) => boolean,
  (source: string, text: string) => TopologyDraft,
])[] = [
  [isNcclXml, readNcclXml],
  [isIbNetDiscover, readIbNetDiscover],
  [isSlurmTopology, readSlurmTopology],
  [isNvlinkStatus, readNvlinkStatus],
  [isTopoMatrix, readTopoMatrix],
];

/** @throws InvalidDocumentError where no reader knows the file, or it is damaged. */
export function readTopologyFile({ name, text }: SourceFile): TopologyDraft {
  const known = TEXTS.find(([is]) => is(text));
  if (known !== undefined) return known[1](name, text);
  const table = csvTable(text);
  if (table !== undefined) {
    if (isSysfsTable(table)) return readSysfs(name, table);
    if (isCableTable(table)) return readCables(name, table);
    if (isHostTable(table)) return readHosts(name, table);
  }
  throw new InvalidDocumentError([
    {
      path: '',
      code: 'unknown-format',
      message:
        `The file must be NCCL topology XML, ibnetdiscover output, a Slurm topology.conf, ` +
        `nvidia-smi topo -m or nvlink ` +
        `--status, or a CSV with the columns from and to, or host and one for each tier of switches.`,
      hint: 'Use one of these, such as NCCL_TOPO_DUMP_FILE=node.xml.',
    },
  ]);
}
