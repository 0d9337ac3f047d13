/**
 * Node's arguments for a worker thread that Piscina opens. Piscina tries `require()` on a worker's file
 * before `import()`, and where a thread is ended while `require()` links ES modules, Node aborts the whole
 * process (`v8::Module::IsGraphAsync must be used on an instantiated module`, seen on 20.20 as a service that
 * could not listen ended the thread it had just begun). With these, Piscina imports at once.
 */
export const THREAD_ARGUMENTS: readonly string[] = ['--no-experimental-require-module'];
