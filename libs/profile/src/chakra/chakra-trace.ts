/**
 * Chakra execution traces (MLCommons): nodes of a graph with durations and dependencies, as protobuf (schema
 * 0.0.4, `et_def.proto`) or as the JSON of its converters. Unlike a kernel trace, a graph has no times of its
 * own: it says what may run at once.
 */
import { TraceError } from '../trace/index.js';
import { delimited, fieldsOf, packed } from './wire-format.js';

/** Of the schema that is written. */
export const SCHEMA_VERSION = '0.0.4';

export const CHAKRA_SORTS = [
  'invalid',
  'metadata',
  'memory-load',
  'memory-store',
  'computation',
  'send',
  'receive',
  'collective',
] as const;
export type ChakraSort = (typeof CHAKRA_SORTS)[number];

/** `CollectiveCommType` of the schema. */
export const CHAKRA_COLLECTIVES = [
  'all-reduce',
  'reduce',
  'all-gather',
  'gather',
  'scatter',
  'broadcast',
  'all-to-all',
  'reduce-scatter',
  'reduce-scatter-block',
  'barrier',
] as const;

export interface ChakraNode {
  readonly id: number;
  readonly name: string;
  readonly sort: ChakraSort;
  /** 0 where the trace gives none. */
  readonly durationUs: number;
  /** Ids of the nodes that must end first: data and control. */
  readonly after: readonly number[];
  /** What the host does, not the device. */
  readonly onHost: boolean;
  /** Of a collective, where the trace says; else by the name of the node. */
  readonly operation?: string;
  readonly bytes?: number;
  /** Rank at the other end of a send or receive, and the number by which the two find each other. */
  readonly peer?: number;
  readonly tag?: number;
}

export interface ChakraTrace {
  readonly format: 'protobuf' | 'json';
  /** Of the schema; empty where the file does not say. */
  readonly version: string;
  readonly nodes: readonly ChakraNode[];
}

/** Whether a file's first bytes are those of a Chakra trace, by its name or its JSON. */
export function isChakra(name: string, head: Uint8Array): boolean {
  return /\.et(?:\.gz)?$/.test(name) || /^\s*\{\s*"workload_graph"/.test(new TextDecoder().decode(head));
}

/** @throws TraceError naming the byte */
export function readChakra(bytes: Uint8Array): ChakraTrace {
  const first = bytes.findIndex((byte) => byte > 0x20);
  const trace =
    bytes[first] === 0x7b && isChakra('', bytes.subarray(0, 256)) ? ofJson(bytes) : ofProtobuf(bytes);
  if (trace.nodes.length === 0)
    throw new TraceError(0, 'A Chakra trace must hold a node (got none).', 'Export the trace again.');
  return trace;
}

function ofProtobuf(bytes: Uint8Array): ChakraTrace {
  const nodes: ChakraNode[] = [];
  let version = '';
  let isFirst = true;
  for (const { offset, body } of delimited(bytes)) {
    if (isFirst) version = versionOf(body, offset);
    else nodes.push(nodeOf(body, offset));
    isFirst = false;
  }
  return { format: 'protobuf', version, nodes };
}

const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** The metadata that opens a file: a version, or an attribute that holds one. */
function versionOf(body: Uint8Array, offset: number): string {
  for (const { number, bytes } of fieldsOf(body, offset)) {
    if (number === 1) return textOf(bytes);
    if (number !== 2 || bytes === undefined) continue;
    const { name, text } = attribute(bytes, offset);
    if (name === 'schema' || name === 'version') return text;
  }
  return '';
}

/** Fields of `AttributeProto`: numbers lie in 3 to 27 by their type, texts in 29. */
function attribute(body: Uint8Array, offset: number): { name: string; value: number; text: string } {
  const found = { name: '', value: 0, text: '' };
  for (const { number, value, bytes } of fieldsOf(body, offset)) {
    if (number === 1) found.name = textOf(bytes);
    else if (number === 29) found.text = textOf(bytes);
    else if (bytes === undefined) found.value = value;
  }
  return found;
}

function nodeOf(body: Uint8Array, offset: number): ChakraNode {
  let [id, name, type, durationUs] = [0, '', 0, 0];
  const after: number[] = [];
  const attributes = new Map<string, number>();
  for (const { number, value, bytes } of fieldsOf(body, offset)) {
    if (number === 1) id = value;
    else if (number === 2) name = textOf(bytes);
    else if (number === 3) type = value;
    else if (number === 4 || number === 5)
      after.push(...(bytes === undefined ? [value] : packed(bytes, offset)));
    else if (number === 7) durationUs = value;
    else if (number === 10 && bytes !== undefined) {
      const { name: key, value: of } = attribute(bytes, offset);
      attributes.set(key, of);
    }
  }
  const sort = CHAKRA_SORTS[type] ?? 'invalid';
  const bytes = attributes.get('comm_size');
  const peer = attributes.get(sort === 'receive' ? 'comm_src' : 'comm_dst');
  const tag = attributes.get('comm_tag');
  const isTransfer = sort === 'send' || sort === 'receive';
  return {
    id,
    name,
    sort,
    durationUs,
    after,
    onHost: attributes.get('is_cpu_op') === 1,
    ...(sort === 'collective' ? operation(CHAKRA_COLLECTIVES[attributes.get('comm_type') ?? -1], name) : {}),
    ...(bytes === undefined ? {} : { bytes }),
    ...(isTransfer && peer !== undefined ? { peer } : {}),
    ...(isTransfer && tag !== undefined ? { tag } : {}),
  };
}

function ofJson(bytes: Uint8Array): ChakraTrace {
  let document: unknown;
  try {
    document = JSON.parse(textOf(bytes));
  } catch {
    throw new TraceError(
      bytes.length,
      'The JSON of the trace must end (got a part of it).',
      'Copy it again.',
    );
  }
  const { workload_graph: graph, version } = document as Record<string, unknown>;
  const nodes = (Array.isArray(graph) ? (graph as readonly unknown[]) : []).map((raw, index) => {
    const {
      Id: id,
      Name: name,
      NodeType: type,
      runtime,
      is_cpu_op,
      ...rest
    } = raw as Record<string, unknown>;
    if (typeof id !== 'number')
      throw new TraceError(
        0,
        `Node ${index} must have an Id (got ${String(id)}).`,
        'Export the trace again.',
      );
    const sort = CHAKRA_SORTS[typeof type === 'number' ? type : 0] ?? 'invalid';
    return {
      id,
      name: String(name),
      sort,
      durationUs: typeof runtime === 'number' ? runtime : 0,
      after: [rest.data_deps, rest.ctrlDeps, rest.ctrl_deps].flatMap((ids) =>
        Array.isArray(ids) ? (ids as number[]) : [],
      ),
      onHost: is_cpu_op === true,
      ...(sort === 'collective' ? operation(undefined, String(name)) : {}),
      ...(typeof rest.comm_size === 'number' ? { bytes: rest.comm_size } : {}),
    };
  });
  return { format: 'json', version: typeof version === 'string' ? version : '', nodes };
}

/** As the schema says, else by the name: `ncclKernel_Broadcast_...`, `c10d::allreduce_`. */
function operation(stated: string | undefined, name: string): { readonly operation: string } {
  const plain = name.toLowerCase().replaceAll(/[_-]/g, '');
  const named = [...CHAKRA_COLLECTIVES]
    .sort((a, b) => b.length - a.length)
    .find((known) => plain.includes(known.replaceAll('-', '')));
  return { operation: stated ?? named ?? 'unknown' };
}
