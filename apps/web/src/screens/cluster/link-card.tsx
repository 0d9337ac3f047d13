/** The busiest links of the collective; of one that is chosen, the messages that cross it. */
import { useMemo } from 'preact/hooks';
import {
  type CrossingMessages,
  type FailureAnswer,
  type LinkQuestion,
  useEngine,
} from '../../engine/index.js';
import { AnswerState, bytes, Card, type Column, DataTable, number, percent } from '../../ui/index.js';

type Loaded = FailureAnswer['healthy']['links'][number];

/** Of equally loaded ones the first. */
const BUSIEST = 20;

interface LinksProps {
  readonly links: readonly Loaded[];
  readonly onLink: (link: string) => void;
}

/** Names of both ends, as the picture has them. */
export const endsOf = (name: string): string => name.replace(/#\d+$/, '').replace('>', ' ');

export function BusiestLinks({ links, onLink }: LinksProps) {
  const columns = useMemo(() => columnsOf(onLink), [onLink]);
  return (
    <Card
      title="Busiest links"
      note="Of each direction. Choose one here or in the picture to see its messages."
    >
      <DataTable
        caption={`The first ${BUSIEST}`}
        columns={columns}
        rows={links.slice(0, BUSIEST)}
        keyOf={({ name }) => name}
        short
      />
    </Card>
  );
}

const columnsOf = (onLink: (link: string) => void): readonly Column<Loaded>[] => [
  {
    head: 'link',
    cell: ({ name }) => (
      <button type="button" class="link" onClick={() => onLink(endsOf(name))}>
        {name}
      </button>
    ),
    order: ({ name }) => name,
  },
  { head: 'bytes', isNumber: true, cell: (link) => bytes(link.bytes), order: (link) => link.bytes },
  {
    head: 'of its rate',
    isNumber: true,
    cell: ({ utilisation }) => percent(utilisation),
    order: ({ utilisation }) => utilisation,
  },
];

interface MessagesProps {
  readonly question: LinkQuestion;
  readonly link: string;
  readonly onToggle: (part: string) => void;
  readonly onClose: () => void;
}

/** Both directions of a link as `--fail` has them. @param link names of both ends, in either order */
export const cableOf = (link: string): string => link.split(' ').sort().join('-');

export function LinkMessages({ question, link, onToggle, onClose }: MessagesProps) {
  const answer = useEngine('linkMessages', question);
  const { value } = answer;
  return (
    <Card title={`Messages over ${link.replace(' ', ' and ')}`}>
      <AnswerState answer={answer} waiting="Following the messages" />
      {value !== undefined && (
        <>
          <p class="note" role="status">
            {value.isHealthy ? 'It has failed: these crossed it before, and go another way now. ' : ''}
            {number(value.messages, 7)} messages of {number(value.pairs, 7)} pairs of GPUs,{' '}
            {bytes(value.bytes)} both ways.
          </p>
          {value.first.length > 0 && (
            <DataTable
              caption={`The largest ${value.first.length}`}
              columns={PAIRS}
              rows={value.first}
              keyOf={({ from, to }) => `${from} ${to}`}
              short
            />
          )}
        </>
      )}
      <div class="row">
        <button type="button" onClick={() => onToggle(cableOf(link))}>
          {question.fail.includes(cableOf(link)) ? 'Repair the link' : 'Fail the link'}
        </button>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Card>
  );
}

const PAIRS: readonly Column<CrossingMessages>[] = [
  { head: 'from GPU', isNumber: true, cell: ({ from }) => String(from), order: ({ from }) => from },
  { head: 'to GPU', isNumber: true, cell: ({ to }) => String(to), order: ({ to }) => to },
  {
    head: 'messages',
    isNumber: true,
    cell: ({ messages }) => number(messages, 7),
    order: ({ messages }) => messages,
  },
  {
    head: 'bytes over it',
    isNumber: true,
    cell: (pair) => bytes(pair.bytes),
    order: (pair) => pair.bytes,
  },
];
