/** `railyard mcp`: the engine as tools of the Model Context Protocol, for agents. */
import { type Command } from 'commander';
import { wholeNumber } from './options.js';

interface Options {
  readonly http?: true;
  readonly port: number;
}

export function registerMcp(program: Command): void {
  program
    .command('mcp')
    .description('serve the engine as tools of the Model Context Protocol, on stdio or HTTP')
    .option('--http', 'listen on 127.0.0.1 in place of stdio')
    .option('--port <n>', 'port of --http, 0 for a free one', wholeNumber(0), 3001)
    .addHelpText(
      'after',
      `
Examples:
  railyard mcp
  railyard mcp --http --port 8123`,
    )
    .action(async ({ http, port }: Options) => {
      const { Workshop, mcpServer } = await import('../mcp/server.js');
      const workshop = new Workshop();
      if (http === true) {
        const { serveMcp } = await import('../mcp/http.js');
        const { url } = await serveMcp(workshop, port);
        process.stderr.write(`railyard: listening on ${url}, stop with Ctrl-C.\n`);
        return;
      }
      const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js');
      const server = mcpServer(workshop);
      server.onclose = () => void workshop.close();
      await server.connect(new StdioServerTransport());
      process.stdin.once('end', () => void server.close());
    });
}
