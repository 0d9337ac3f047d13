/**
 * Railyard as a server of the Model Context Protocol: tools that compute, results short enough to read, and
 * the whole of each as a resource. Every call runs in a thread with the limits of the service.
 */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  type CallToolResult,
  CallToolRequestSchema,
  ErrorCode,
  ListResourceTemplatesRequestSchema,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  type ReadResourceResult,
} from '@modelcontextprotocol/sdk/types.js';
import { THREAD_ARGUMENTS } from '@railyard/base';
import { DOCUMENT_KINDS, type DocumentKind, listPresets, publishedSchema } from '@railyard/experiments';
import { type Piscina } from 'piscina';
import { VERSION } from '../version.js';
import { brief } from './brief.js';
import { type ToolName, type ToolOutput } from './operations.js';
import { TOOLS } from './tools.js';

/** Of one call. */
const TIMEOUT_MS = 600_000;
const HEAP_MB = 2048;
const THREADS = 2;
/** Calls that may wait. */
const WAITING = 16;
/** Results that are kept for reading in full, the newest. */
const KEPT = 50;

const JSON_TYPE = 'application/json';
const SCHEMAS = 'railyard://schemas/';
const RESULTS = 'railyard://results/';
const PRESETS = 'railyard://presets';

/** Results and threads that all connections share. */
export class Workshop {
  readonly results = new Map<string, string>();
  private pool: Promise<Piscina> | null = null;
  private count = 0;

  async compute(name: ToolName, input: unknown, cancelled: AbortSignal): Promise<ToolOutput> {
    const pool = await (this.pool ??= newPool());
    const signal = AbortSignal.any([cancelled, AbortSignal.timeout(TIMEOUT_MS)]);
    return (await pool.run({ name, input }, { signal })) as ToolOutput;
  }

  /** @returns the address under which it is read. */
  keep(full: object): string {
    const uri = `${RESULTS}${(this.count += 1)}`;
    this.results.set(uri, JSON.stringify(full));
    const [oldest] = this.results.keys();
    if (this.results.size > KEPT && oldest !== undefined) this.results.delete(oldest);
    return uri;
  }

  async close(): Promise<void> {
    await (await this.pool)?.destroy();
  }
}

async function newPool(): Promise<Piscina> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina({
    filename: new URL('./tool.worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS,
    maxQueue: WAITING,
    idleTimeout: 60_000,
    execArgv: [...THREAD_ARGUMENTS],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  // The caller's promise rejects when a thread ends; without a listener the process would end too.
  pool.on('error', () => undefined);
  return pool;
}

/** One for each connection. */
export function mcpServer(workshop: Workshop): Server {
  const server = new Server(
    { name: 'railyard', version: VERSION },
    {
      capabilities: { tools: {}, resources: {} },
      instructions:
        'A digital twin of a GPU training cluster. Start from a preset (resource railyard://presets) and ' +
        'change it with `set`; every mistake of a document comes back with a hint.',
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...TOOLS] }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = TOOLS.find(({ name }) => name === params.name);
    if (tool === undefined) throw new McpError(ErrorCode.InvalidParams, `There is no tool ${params.name}.`);
    return called(workshop, tool.name, params.arguments ?? {}, signal);
  });
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: resourcesOf(workshop) }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [
      { uriTemplate: `${SCHEMAS}{kind}`, name: 'JSON Schema of a kind of document', mimeType: JSON_TYPE },
      { uriTemplate: `${RESULTS}{number}`, name: 'A whole result', mimeType: JSON_TYPE },
    ],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => resource(workshop, params.uri));
  return server;
}

async function called(
  workshop: Workshop,
  name: ToolName,
  input: unknown,
  cancelled: AbortSignal,
): Promise<CallToolResult> {
  try {
    const output = await workshop.compute(name, input, cancelled);
    if ('issues' in output) return refused({ issues: output.issues });
    const uri = workshop.keep(output.full);
    return {
      content: [
        { type: 'text', text: JSON.stringify(brief(output.summary), null, 1) },
        { type: 'resource_link', uri, name: `result of ${name}, in full`, mimeType: JSON_TYPE },
      ],
    };
  } catch (error) {
    const { message } = error as Error;
    return refused({ error: message.split('\n', 1).join('') });
  }
}

/** A mistake is for the model to read and to correct. */
const refused = (what: object): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text: JSON.stringify(what, null, 1) }],
});

const resourcesOf = ({ results }: Workshop) => [
  { uri: PRESETS, name: 'Presets by kind', mimeType: JSON_TYPE },
  ...DOCUMENT_KINDS.map((kind) => ({
    uri: `${SCHEMAS}${kind}`,
    name: `Schema of ${kind}`,
    mimeType: JSON_TYPE,
  })),
  ...[...results.keys()].map((uri) => ({ uri, name: 'A whole result', mimeType: JSON_TYPE })),
];

function resource(workshop: Workshop, uri: string): ReadResourceResult {
  const text = textOf(workshop, uri);
  if (text === undefined) throw new McpError(ErrorCode.InvalidParams, `There is no resource ${uri}.`);
  return { contents: [{ uri, mimeType: JSON_TYPE, text }] };
}

function textOf({ results }: Workshop, uri: string): string | undefined {
  if (uri === PRESETS) return JSON.stringify(listPresets());
  const kind = uri.slice(SCHEMAS.length) as DocumentKind;
  if (uri.startsWith(SCHEMAS) && DOCUMENT_KINDS.includes(kind)) return JSON.stringify(publishedSchema(kind));
  return results.get(uri);
}
