import { DOCUMENT_KINDS, schemaFileOf } from '@railyard/experiments';
import { Command } from 'commander';
import { registerSchema } from './schema.js';

describe('the help of railyard schema', () => {
  it('lists every kind of document', () => {
    const program = new Command('railyard');
    registerSchema(program);
    const [kind] = program.commands[0]?.registeredArguments ?? [];
    const listed = kind?.description.split(/, | or /) ?? [];
    expect(listed.map((name) => `${name}.json`)).toEqual(DOCUMENT_KINDS.map((each) => schemaFileOf(each)));
  });
});
