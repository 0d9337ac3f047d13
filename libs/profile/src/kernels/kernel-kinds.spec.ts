import { kernelBound, kernelKind } from './kernel-kinds.js';

describe('kernel kinds', () => {
  it.each([
    ['void cutlass::device_kernel<fp8_dptp128c_acc::GemmKernel>', 'gemm', 'fp8'],
    ['sm90_xmma_gemm_bf16f32_bf16f32', 'gemm', 'bf16'],
    ['nvjet_tst_128x256', 'gemm', 'bf16'],
    ['ncclDevKernel_AllGather_RING_LL', 'communication', 'nic'],
    ['deep_ep::intranode::dispatch', 'communication', 'nvlink'],
    ['cached_notify<false>', 'communication-wait', 'fixed'],
    ['flash::FlashAttnBwd', 'attention', 'bf16'],
    ['Memcpy DtoD (Device -> Device)', 'copy', 'memory'],
    ['gatherTopK<float>', 'topk-reduce', 'memory'],
    ['triton_poi_fused_3', 'other', 'memory'],
  ])('%s', (name, kind, bound) => {
    expect(kernelKind(name)).toBe(kind);
    expect(kernelBound(kernelKind(name), name)).toBe(bound);
  });

  it("rows of the caller's own go before the table", () => {
    expect(kernelKind('my_matmul_copy')).toBe('gemm');
    expect(kernelKind('my_exchange')).toBe('other');
    const own = [
      ['communication', /exchange/],
      ['copy', /my_matmul/],
    ] as const;
    expect(['my_exchange', 'my_matmul_copy', 'nvjet_1'].map((name) => kernelKind(name, own))).toEqual([
      'communication',
      'copy',
      'gemm',
    ]);
  });
});
