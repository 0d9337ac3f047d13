/** One tool of the Model Context Protocol server, in a thread of its own. */
import { type ToolName, type ToolOutput, operate } from './operations.js';

export default ({ name, input }: { readonly name: ToolName; readonly input: unknown }): Promise<ToolOutput> =>
  operate(name, input);
