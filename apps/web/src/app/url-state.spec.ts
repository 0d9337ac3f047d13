import { parametersOf, stateOf } from './url-state.js';

const DEFAULTS = { model: 'llama3-70b', gpus: 512 as number | undefined, files: [] as object[], yaml: '' };

describe('the state of a screen in its address', () => {
  it('is what differs from the defaults, plain where it can be read', () => {
    expect(parametersOf({ ...DEFAULTS, gpus: 64 }, DEFAULTS).toString()).toBe('gpus=64');
    expect(parametersOf({ ...DEFAULTS, model: 'qwen3-8b' }, DEFAULTS).toString()).toBe('model=qwen3-8b');
    expect(parametersOf(DEFAULTS, DEFAULTS).toString()).toBe('');
  });

  it('comes back as it was', () => {
    const state = {
      model: '',
      gpus: 64,
      files: [{ name: 'config.json', text: '{"a": "é & = #"}\n'.repeat(50) }],
      yaml: 'true',
    };
    const text = parametersOf(state, DEFAULTS).toString();
    expect(stateOf(new URLSearchParams(text), DEFAULTS)).toEqual(state);
    expect(text.length).toBeLessThan(400);
  });

  it('is the default where the address is damaged', () => {
    expect(stateOf(new URLSearchParams('files=~%%%&gpus=1e'), DEFAULTS)).toEqual(DEFAULTS);
  });
});
