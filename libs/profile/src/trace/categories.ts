/**
 * What the events of a trace are, by their category. Profilers of torch 1.8 to 1.12 write `Kernel` where
 * later ones write `kernel`, so case does not count; other vendors have categories of their own (Kineto,
 * libkineto/src/ActivityType.cpp).
 */
export type EventSort = 'work' | 'launch' | 'annotation';

const SORTS: ReadonlyMap<string, EventSort> = new Map([
  ...[
    'kernel',
    'concurrent_kernel',
    'gpu_memcpy',
    'gpu_memset',
    'memcpy',
    'memset',
    // Meta MTIA, Habana, Intel XPU, other accelerators by PrivateUse1
    'mtia_ccp_events',
    'hpu_kernel',
    'xpu_kernel',
    'privateuse1_kernel',
  ].map((category) => [category, 'work'] as const),
  ...[
    'cuda_runtime',
    'cuda_driver',
    'runtime',
    'hip_runtime',
    'mtia_runtime',
    'xpu_runtime',
    'xpu_driver',
    'privateuse1_runtime',
    'privateuse1_driver',
  ].map((category) => [category, 'launch'] as const),
  ['user_annotation', 'annotation'] as const,
]);

export const sortOf = (category: unknown): EventSort | undefined =>
  typeof category === 'string' ? SORTS.get(category.toLowerCase()) : undefined;

/** What the host did and arrows between slices: most of a trace, and of no use here. */
const UNUSED =
  /"cat": ?"(?:cpu_op|python_function|ac2g|fwdbwd|cpu_instant_event|overhead|gpu_user_annotation)"/;

/** Whether an event may be of use, by its text: its category stands before its arguments. */
export function mayBeOfUse(text: string): boolean {
  const match = UNUSED.exec(text);
  return match === null || text.lastIndexOf('"args"', match.index) >= 0;
}
