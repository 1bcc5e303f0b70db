using TorchSharp;

namespace Gald.Computing;

/// <summary>libtorch's switches set as <see cref="ComputeOptions"/> say, until disposal, which sets them back.</summary>
internal sealed class ComputeScope : IDisposable
{
    private readonly Stack<Action> undo = new();

    public ComputeScope(ComputeOptions options, DeviceType device, bool withPrecision)
    {
        LibTorch.EnsureLoaded();
        try
        {
            Switch(torch.backends.cuda.matmul.allow_tf32, options.Tf32, on => torch.backends.cuda.matmul.allow_tf32 = on);
            Switch(torch.backends.cudnn.allow_tf32, options.Tf32, on => torch.backends.cudnn.allow_tf32 = on);
            if (TorchExports.HasBenchmark)
                Switch(TorchExports.Benchmark, options.CudnnBenchmark && !options.Deterministic, on => TorchExports.Benchmark = on);
            if (TorchExports.HasDeterminism)
                Switch(TorchExports.Determinism, options.Deterministic ? Determinism.Preferred : Determinism.No, kind => TorchExports.Determinism = kind);
            if (withPrecision)
                undo.Push(new Autocast(options.Precision, device).Dispose);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void Switch<T>(T before, T wanted, Action<T> set)
    {
        if (EqualityComparer<T>.Default.Equals(before, wanted))
            return;
        undo.Push(() => set(before));
        set(wanted);
    }

    public void Dispose()
    {
        while (undo.TryPop(out var action))
            action();
    }
}
