/** What a command prints fits a terminal of 80 columns. */
import { railyard } from './railyard.js';

const COMMANDS = [
  'run deepseek-v3-mpft',
  'run deepseek-v3-mpft --links',
  'sweep examples/pipeline-sweep.yaml',
  'reproduce table3',
  'reproduce table4',
  'reproduce figure6',
  'accuracy kernels',
  'presets',
  'model deepseek-v3',
  'layer deepseek-v3 --device h800',
  'network all-to-all --cluster h800-2048-mpft --gpus 16 --bytes 1MiB',
  'network cost --cluster h800-2048-mpft',
  'schedule dualpipe --ranks 8 --micro-batches 20',
];

it.each(COMMANDS)('railyard %s', async (words) => {
  const { code, stdout } = await railyard(words.split(' '), '', undefined, { COLUMNS: '80' });
  expect(code).toBe(0);
  const wide = stdout.split('\n').filter(({ length }) => length > 80);
  expect(wide).toEqual([]);
});
