#!/usr/bin/env python3
"""Times kernels of one GPU (and, under torchrun, collectives of its node) with PyTorch alone.

    python tools/calibration/measure.py > kernels.json             # about two minutes
    torchrun --nproc-per-node 8 tools/calibration/measure.py --collectives > collectives.csv

The JSON has the columns of test/data/hopper-kernels.json and is what `railyard calibrate` and
`railyard accuracy kernels` read. Seconds are device time as the profiler shows it: the median of eight
calls with the L2 cache flushed before each, so host, launch gaps and events are not in it.
"""
import argparse
import datetime
import json
import os
import statistics
import sys

import torch
import torch.nn.functional as F

CALLS = 8


def flush(cache=[]):
    if not cache:
        cache.append(torch.empty(256 * 2**20, dtype=torch.int8, device="cuda"))
    cache[0].zero_()


def timed(call):
    """Device seconds of the kernels of one call, and how many there are."""
    for _ in range(3):
        call()
    torch.cuda.synchronize()
    samples, kernels = [], 0
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profile:
        for _ in range(CALLS):
            flush()
            torch.cuda.synchronize()
            call()
            torch.cuda.synchronize()
    total, count, started = 0.0, 0, False
    for event in sorted(profile.events(), key=lambda e: e.time_range.start):
        if event.device_type != torch.autograd.DeviceType.CUDA or "Memcpy" in event.name:
            continue
        # Every call begins with the kernel that clears the cache.
        if "FillFunctor<signed char>" in event.name or "Memset" in event.name and event.time_range.elapsed_us() > 20:
            if started:
                samples.append(total)
                kernels = count
            total, count, started = 0.0, 0, True
            continue
        total += event.time_range.elapsed_us() * 1e-6
        count += 1
    samples.append(total)
    return statistics.median(samples), kernels or count


def row(rows, op, call, **shape):
    try:
        seconds, kernels = timed(call)
    except Exception as error:  # a precision or head size that this device or version lacks
        print(f"{op} {shape}: {error}".splitlines()[0], file=sys.stderr)
        return
    if seconds > 0:
        rows.append({"op": op, **shape, "seconds": seconds, "kernels": kernels})


def normal(*size, dtype=torch.bfloat16):
    return torch.randn(*size, device="cuda", dtype=torch.float32).to(dtype)


GEMMS = [(m, n, k) for m in (16, 256, 2048, 8192) for n, k in ((1024, 4096), (4096, 4096), (8192, 2048), (4096, 14336))]
GEMMS += [(4096, 1536, 7168), (4096, 7168, 16384), (8192, 28672, 8192), (16384, 8192, 8192), (4096, 4096, 512), (512, 512, 16384)]


def gemms(rows):
    for m, n, k in GEMMS:
        a, b = normal(m, k), normal(n, k)
        row(rows, "gemm", lambda: F.linear(a, b), precision="bf16", m=m, n=n, k=k)
        if torch.cuda.get_device_capability() >= (8, 9):
            qa, qb = a.to(torch.float8_e4m3fn), b.to(torch.float8_e4m3fn)
            one = torch.ones((), device="cuda")
            call = lambda: torch._scaled_mm(qa, qb.t(), one, one, out_dtype=torch.bfloat16, use_fast_accum=True)
            row(rows, "gemm", call, precision="fp8-tensor", m=m, n=n, k=k)


def attention(rows):
    from torch.nn.attention import SDPBackend, sdpa_kernel

    shapes = [(b, h, s, d, d) for d in (64, 128) for b, h, s in ((8, 16, 1024), (2, 32, 4096), (1, 16, 16384))]
    shapes += [(1, 64, 4096, 192, 128), (2, 16, 4096, 256, 256), (4, 12, 2048, 96, 96)]
    # Short kernels, whose start shows, and the heads of latent attention.
    shapes += [(b, h, s, d, d) for d in (64, 128) for b, h, s in ((1, 8, 128), (1, 8, 512), (1, 32, 512), (1, 16, 1024), (1, 8, 2048))]
    shapes += [(b, h, s, 192, 128) for b, h, s in ((1, 8, 512), (1, 16, 1024), (4, 16, 1024), (1, 128, 1024), (2, 32, 2048), (1, 16, 4096), (1, 128, 4096), (1, 32, 8192))]
    for batch, heads, seq, dqk, dv in shapes:
        q, k = (normal(batch, heads, seq, dqk).requires_grad_() for _ in range(2))
        v = normal(batch, heads, seq, dv).requires_grad_()
        flops = 2 * batch * heads * seq * seq * (dqk + dv)
        for causal in (True, False):
            shape = dict(precision="bf16", batch=batch, heads=heads, seq=seq, d_qk=dqk, d_v=dv, causal=causal)
            with sdpa_kernel([SDPBackend.CUDNN_ATTENTION]):
                forward = lambda: F.scaled_dot_product_attention(q, k, v, is_causal=causal)
                row(rows, "attention", forward, **shape, backend="cudnn_attention", **{"pass": "fwd"}, flops=flops)
                try:
                    out = forward()
                except Exception:
                    continue
                grad = torch.randn_like(out)
                back = lambda: torch.autograd.grad(out, (q, k, v), grad, retain_graph=True)
                row(rows, "attention", back, **shape, backend="cudnn_attention", **{"pass": "bwd"}, flops=2.5 * flops)


def streams(rows):
    norm = torch.compile(lambda x, w: F.rms_norm(x, x.shape[-1:], w), dynamic=False)
    act = torch.compile(lambda x: F.silu(x[:, ::1].chunk(2, 1)[0]) * x.chunk(2, 1)[1], dynamic=False)
    add = torch.compile(lambda x, y: x + y, dynamic=False)
    for m, n in ((4096, 4096), (16384, 8192), (8192, 2048), (32768, 5120)):
        x, y, w = normal(m, n), normal(m, n), normal(n)
        size = dict(precision="bf16", m=m, n=n)
        row(rows, "rmsnorm", lambda: norm(x, w), **size, bytes=4 * m * n, **{"pass": "fwd"})
        row(rows, "residual_add", lambda: add(x, y), **size, bytes=6 * m * n)
        row(rows, "swiglu", lambda: act(x), precision="bf16", m=m, n=n // 2, bytes=3 * m * n, **{"pass": "fwd"})
        xg, wg = x.clone().requires_grad_(), w.clone().requires_grad_()
        out = norm(xg, wg)
        back = lambda: torch.autograd.grad(out, (xg, wg), y, retain_graph=True)
        row(rows, "rmsnorm", back, **size, bytes=6 * m * n, **{"pass": "bwd"})
    parameter = torch.nn.Parameter(torch.zeros(2**27, device="cuda"))
    parameter.grad = torch.ones_like(parameter)
    adam = torch.optim.AdamW([parameter], fused=True)
    row(rows, "adamw_fused", adam.step, precision="fp32", elements=2**27, bytes=28 * 2**27)


def kernels():
    rows = []
    for group in (gemms, attention, streams):
        group(rows)
        torch.cuda.empty_cache()
    properties = torch.cuda.get_device_properties(0)
    json.dump(
        {
            "device": torch.cuda.get_device_name(0),
            "sms": properties.multi_processor_count,
            "torch": torch.__version__,
            "method": "tools/calibration/measure.py: profiler, device time, median of 8, L2 flushed before each",
            "measured": datetime.date.today().isoformat(),
            "rows": rows,
        },
        sys.stdout,
        indent=1,
    )


def collectives():
    """All ranks of one node; rank 0 writes the columns of test/data/public-kernels/comm.csv."""
    import torch.distributed as dist

    rank = int(os.environ["LOCAL_RANK"])
    torch.cuda.set_device(rank)
    dist.init_process_group("nccl")
    gpus = dist.get_world_size()
    device = torch.cuda.get_device_name(0).replace("NVIDIA ", "").split(" ")[0].lower()
    version = ".".join(str(part) for part in torch.cuda.nccl.version())
    if rank == 0:
        print("device,op,backend,version,mode,dtype,gpus,nodes,bytes,seconds")
    for size in [2**p for p in range(9, 31)]:
        whole = torch.zeros(size // 2, dtype=torch.bfloat16, device="cuda")
        part = torch.zeros(max(1, size // 2 // gpus), dtype=torch.bfloat16, device="cuda")
        whole = whole[: part.numel() * gpus] if whole.numel() >= part.numel() * gpus else part.repeat(gpus)
        other = torch.zeros_like(whole)
        operations = {
            "all_reduce": lambda: dist.all_reduce(whole),
            "all_gather": lambda: dist.all_gather_into_tensor(whole, part),
            "reduce_scatter": lambda: dist.reduce_scatter_tensor(part, whole),
            "alltoall": lambda: dist.all_to_all_single(other, whole),
        }
        for op, call in operations.items():
            for _ in range(10):
                call()
            dist.barrier()
            torch.cuda.synchronize()
            loops = 50 if size <= 2**24 else 10
            start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
            start.record()
            for _ in range(loops):
                call()
            end.record()
            torch.cuda.synchronize()
            if rank == 0:
                seconds = start.elapsed_time(end) / 1e3 / loops
                print(f"{device},{op},nccl,{version},stream,bf16,{gpus},1,{2 * whole.numel()},{seconds:.6g}", flush=True)
    dist.destroy_process_group()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collectives", action="store_true", help="time collectives; start with torchrun")
    collectives() if parser.parse_args().collectives else kernels()
