import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { importTrace } from '../timeline/index.js';
import { TraceError } from './element-text.js';
import { LARGEST_EVENT } from './json-events.js';
import { readTrace } from './trace-records.js';

const fixture = readFileSync(join(__dirname, '../fixture/two-layers.trace.json'), 'utf8');

describe('bad traces', () => {
  const kernel = (patch: object) =>
    JSON.stringify({
      traceEvents: [
        { ph: 'X', cat: 'kernel', name: 'k', ts: 1, dur: 1, args: { stream: 7 } },
        { ph: 'X', cat: 'kernel', name: 'bad', ts: 1, dur: 1, args: {}, ...patch },
      ],
    });
  const failure = (input: string | Iterable<Uint8Array>): TraceError => {
    try {
      importTrace(input);
    } catch (error) {
      expect(error).toBeInstanceOf(TraceError);
      return error as TraceError;
    }
    throw new Error('the trace was accepted');
  };

  it.each([
    ['no events list', '{"schemaVersion":1}', 'must have a list traceEvents'],
    ['no kernel', '{"traceEvents":[]}', 'must hold device work with a time (got none among 0 events'],
    [
      'no kernel with a time',
      '{"traceEvents":[{"ph":"X","cat":"kernel","name":"k","ts":1}]}',
      'among 1 events, 1 of them without a time',
    ],
    ['an empty file', '', 'Byte 0: The trace must not be empty.'],
    ['text after the end', '{"traceEvents":[]}{}', 'got another one after it'],
    ['a bracket too many', '{"traceEvents":[]}]', 'must have an opening one'],
    [
      'plain text',
      '\n step {1} of 3',
      'Byte 2: A trace must be a JSON object or list (got "step {1} of 3").',
    ],
    ['text alone', '"traceEvents"', 'must be a JSON object or list (got "\\"traceEvents'],
    ['blanks alone', ' \n', 'Byte 2: The trace must not be empty.'],
    ['malformed event', '{"traceEvents":[{"ph":"X",,}]}', 'An element must be JSON'],
  ])('%s', (_name, text, problem) => {
    expect(failure(text).message).toContain(problem);
  });

  it('reads a trace behind a byte order mark, however it is cut', () => {
    const bytes = new TextEncoder().encode(`\uFEFF\n${fixture}`);
    expect(importTrace([bytes.subarray(0, 2), bytes.subarray(2, 4), bytes.subarray(4)])).toEqual(
      importTrace(fixture),
    );
  });

  it('names the byte of the event', () => {
    const text = kernel({}).replace('"name":"bad"', '"name":bad');
    expect(failure(text).offset).toBe(text.indexOf('{"ph":"X","cat":"kernel","name":bad'));
  });

  it('says where a truncated trace stops, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: fixture.trimEnd().length - 1 }), (length) => {
        const { message } = failure(fixture.slice(0, length));
        expect(message).toContain(`Byte ${length}:`);
      }),
      { numRuns: 60 },
    );
  });

  it('bounds memory: an event without an end is refused long before two gigabytes', () => {
    let sent = 0;
    function* endless(): Iterable<Uint8Array> {
      yield new TextEncoder().encode('{"traceEvents":[{"name":"');
      const chunk = new Uint8Array(65_536).fill(0x78);
      for (; sent < 2e9; sent += chunk.length) yield chunk;
    }
    expect(failure(endless()).message).toContain(`at most ${LARGEST_EVENT} bytes`);
    expect(sent).toBeLessThan(2 * LARGEST_EVENT);
  });

  it('refuses more records than it may hold', () => {
    const event = '{"ph":"X","cat":"kernel","name":"k","ts":1,"dur":1,"args":{"stream":7}}';
    expect(() => readTrace(`{"traceEvents":[${event},${event},${event}]}`, 2)).toThrow('at most 2 records');
  });
});
