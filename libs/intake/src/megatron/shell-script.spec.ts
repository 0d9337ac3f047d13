import { flagsOfScript, flagsOfWords } from './shell-script.js';

describe('flagsOfScript', () => {
  const script = `
#!/bin/bash
# --hidden-size 1 is in a comment
export NUM_NODES=\${1:-4}
GPUS_PER_NODE=8
WORLD=$(($GPUS_PER_NODE*$NUM_NODES))
TP_SIZE='2'
OPTIONS=" \\
  --num-layers 32 \\
  --seq-length=\${SEQ:-4096} \\
"
MODEL_ARGS=(
    --hidden-size 4096   # a comment
    --tokenizer-model "$UNKNOWN/tokenizer model"
    --swiglu
)
if [[ -n "\${MOCK}" ]]; then
  MODEL_ARGS+=(--mock-data)
fi
torchrun --nproc_per_node $GPUS_PER_NODE --nnodes $NUM_NODES pretrain_gpt.py \\
  \${MODEL_ARGS[@]} $OPTIONS --tensor-model-parallel-size \${TP_SIZE} --world-size $WORLD --bf16
`;
  const { flags, variables } = flagsOfScript(script);

  it('puts variables in, joins lines, and reads arrays and options kept in a variable', () => {
    expect(flags).toEqual({
      'num-layers': '32',
      'seq-length': '4096',
      'hidden-size': '4096',
      'tokenizer-model': '$UNKNOWN/tokenizer model',
      swiglu: true,
      'mock-data': true,
      'nproc-per-node': '8',
      nnodes: '4',
      'tensor-model-parallel-size': '2',
      'world-size': '32',
      bf16: true,
    });
  });

  it('knows what the script sets', () => {
    expect(variables).toMatchObject({ NUM_NODES: '4', WORLD: '32', TP_SIZE: '2' });
  });

  it('takes negative numbers as values, and the last of several', () => {
    expect(flagsOfWords(['--seed', '-1', '--lr', '1', '--lr', '2'])).toEqual({ seed: '-1', lr: '2' });
  });

  it('takes every word of a list of scopes, and none of the next command', () => {
    const words = ['--cuda-graph-scope', 'attn', 'moe_router', 'moe_preprocess', 'echo', 'done'];
    expect(flagsOfWords([...words, '--lr', '1'])).toEqual({
      'cuda-graph-scope': 'attn moe_router moe_preprocess',
      lr: '1',
    });
    expect(flagsOfWords(['--cuda-graph-scope'])).toEqual({ 'cuda-graph-scope': true });
  });

  it.each(['', '((((', '"', "'", '$', '${', '\\', 'A=(', '$((', '`'])('survives %j', (text) => {
    expect(() => flagsOfScript(text)).not.toThrow();
  });
});
