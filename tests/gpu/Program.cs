using System.Globalization;
using Gald;
using Gald.Gpu;
using static TorchSharp.torch;

// agree
//   compares a CUDA device with the CPU; exit code 1 if float32 differs by more than 1e-3.
// nccl
//   trains in a group that NCCL connects, of one process too (WORLD_SIZE=1 RANK=0 LOCAL_RANK=0 MASTER_ADDR=127.0.0.1); exit code 1 if it does not give the losses of none.
// time <module|contiguous|frozen|train> <N> <height> <width> <float32|tf32|bfloat16> <runs>
//   prints the time of a run and the memory of the device.
try
{
    LibTorch.EnsureLoaded();
    if (!cuda.is_available())
        throw new GaldException("There is no CUDA device, or this libtorch has no CUDA.");
    switch (args)
    {
        case ["agree"]:
            return Agreement.Print(CUDA) ? 0 : 1;
        case ["nccl"]:
            return NcclCheck.Print() ? 0 : 1;
        case ["time", var contestant and ("module" or "contiguous" or "frozen" or "train"), var n, var height, var width, var precision, var runs]:
            Timing.Print(contestant, [Number(n), 3, Number(height), Number(width)], precision, Number(runs), CUDA);
            return 0;
        default:
            throw new GaldException("The arguments are agree, nccl, or time, a contestant, N, height, width, a precision and a number of runs; see README.md.");
    }
}
catch (GaldException e)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
