/**
 * The same server over HTTP: each request by itself, on loopback only, and only for programs of this machine
 * (no page of another site, no name that was made to resolve here).
 */
import {
  type IncomingMessage,
  type Server as HttpServer,
  type ServerResponse,
  createServer,
} from 'node:http';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { type Workshop, mcpServer } from './server.js';

const HOST = '127.0.0.1';
const PATH = '/mcp';
const MAX_BYTES = 4_000_000;

/** @returns the address on which it listens, and how to end it. */
export async function serveMcp(
  workshop: Workshop,
  port: number,
): Promise<{ readonly url: string; readonly server: HttpServer }> {
  const server = createServer((request, response) => {
    void answer(workshop, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, HOST, done);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return { url: `http://${HOST}:${actual}${PATH}`, server };
}

async function answer(workshop: Workshop, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isOwn(request)) return refuse(response, 403, 'Only programs of this machine may ask.');
  if (request.url !== PATH) return refuse(response, 404, `Use ${PATH}.`);
  if (request.method !== 'POST') return refuse(response, 405, 'Use POST.');
  if (Number(request.headers['content-length'] ?? Infinity) > MAX_BYTES)
    return refuse(response, 413, `Send at most ${MAX_BYTES} bytes, with their length.`);
  const server = mcpServer(workshop);
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  response.once('close', () => void server.close());
  // The SDK's own type leaves `undefined` out where it sets it.
  await server.connect(transport as Parameters<typeof server.connect>[0]);
  await transport.handleRequest(request, response);
}

/** A browser names the site that asks; a name that resolves here stands in Host. */
function isOwn({ headers: { host = '', origin } }: IncomingMessage): boolean {
  return origin === undefined && /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32_000, message } }));
}
