/**
 * Chakra execution traces as protobuf (schema 0.0.4, `et_def.proto`): what is read here can be written, and
 * comes back the same. Durations are whole microseconds there.
 */
import {
  CHAKRA_COLLECTIVES,
  CHAKRA_SORTS,
  type ChakraNode,
  type ChakraTrace,
  SCHEMA_VERSION,
} from './chakra-trace.js';
import { WireWriter } from './wire-writer.js';

/** Fields of `AttributeProto` by the type of their value. */
const [INT64, BOOL] = [9, 27];

export function writeChakra({ version, nodes }: Pick<ChakraTrace, 'version' | 'nodes'>): Uint8Array {
  const file = new WireWriter();
  file.delimited(new WireWriter().text(1, version === '' ? SCHEMA_VERSION : version));
  for (const node of nodes) file.delimited(nodeMessage(node));
  return file.bytes();
}

function nodeMessage(node: ChakraNode): WireWriter {
  const { id, name, sort, durationUs, after, onHost, operation, bytes, peer, tag } = node;
  const message = new WireWriter()
    .number(1, id)
    .text(2, name)
    .number(3, CHAKRA_SORTS.indexOf(sort))
    .packed(5, after);
  if (durationUs > 0) message.number(7, Math.round(durationUs));
  message.message(10, attribute('is_cpu_op', BOOL, Number(onHost)));
  const kind = CHAKRA_COLLECTIVES.findIndex((known) => known === operation);
  if (kind >= 0) message.message(10, attribute('comm_type', INT64, kind));
  if (bytes !== undefined) message.message(10, attribute('comm_size', INT64, bytes));
  if (peer !== undefined)
    message.message(10, attribute(sort === 'receive' ? 'comm_src' : 'comm_dst', INT64, peer));
  if (tag !== undefined) message.message(10, attribute('comm_tag', INT64, tag));
  return message;
}

const attribute = (name: string, field: number, value: number): WireWriter =>
  new WireWriter().text(1, name).number(field, value);
