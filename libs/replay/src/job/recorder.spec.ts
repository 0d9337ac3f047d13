import { Recorder, TIMELINE_LIMIT } from './recorder.js';

describe('the recorder', () => {
  it('keeps what a timeline can show and counts the rest', () => {
    const recorder = new Recorder();
    for (let at = 0; at < TIMELINE_LIMIT + 3; at += 1) {
      recorder.span({ phase: 'run', startS: at, endS: at + 1 });
      recorder.mark({ timeS: at, class: 'nic', component: 'nic/0/0', outcome: 'logged' });
    }
    recorder.span({ phase: 'run', startS: 5, endS: 5 });
    expect([recorder.spans.length, recorder.marks.length, recorder.omitted]).toEqual([
      TIMELINE_LIMIT,
      TIMELINE_LIMIT,
      6,
    ]);
  });
});
