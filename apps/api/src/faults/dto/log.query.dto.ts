import {
  FlagParameter,
  IntegerParameter,
  NumberParameter,
  QueryInput,
  TextParameter,
} from '../../common/index.js';

const MOST_GPUS = 10_000_000;
const MOST_LINKS = 100_000_000;

/** What a log does not say itself. */
export class LogQuery extends QueryInput {
  @TextParameter({ description: 'What to call the log in words; default: log' })
  readonly name?: string;

  @TextParameter({
    description: 'Start of the kernel, where stamps count from there (dmesg): ISO with a zone',
  })
  readonly bootTime?: string;

  @TextParameter({ description: 'Node of a log that does not name it (dmesg)' })
  readonly node?: string;

  @TextParameter({ description: 'Time zone of stamps without one, for example Asia/Shanghai' })
  readonly zone?: string;

  @IntegerParameter(1970, 9999, { description: 'Year of the first line, where stamps have none' })
  readonly year?: number;

  @TextParameter({ description: 'The one job of sacct to be read' })
  readonly job?: string;

  @IntegerParameter(1, 1024, { description: 'GPUs of a node' })
  readonly gpusPerNode?: number;

  @NumberParameter(0.001, 86_400, 'Step of the range query, s; default: the smallest one found')
  readonly step?: number;

  @TextParameter({ maximum: 2000, description: 'Columns of a table by their own names: theirs=ours,...' })
  readonly map?: string;

  @TextParameter({ maximum: 2000, description: "Classes of a table by the log's own words: theirs=ours,..." })
  readonly classes?: string;

  @FlagParameter('Leave out the names of nodes and jobs')
  readonly anonymise?: boolean;
}

/** The fleet that a rate is of, and the time that the log covers. */
export class FittedLogQuery extends LogQuery {
  @IntegerParameter(1, MOST_GPUS, {
    description: 'GPUs that the log covers, those that never failed included',
    required: true,
  })
  readonly gpus: number;

  @IntegerParameter(1, MOST_LINKS, { description: 'Host links; default: one for each GPU' })
  readonly links?: number;

  @TextParameter({ description: 'Start of the time that the log covers: ISO with a zone' })
  readonly from?: string;

  @TextParameter({ description: 'Its end' })
  readonly until?: string;
}

export class CheckedLogQuery extends FittedLogQuery {
  @TextParameter({ maximum: 64, description: 'Fault profile by its name', required: true })
  readonly profile: string;
}
