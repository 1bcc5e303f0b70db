using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>A tensor that is to be written: one that is there, or one of a file that is read when its turn comes.</summary>
internal sealed class TensorSource
{
    private readonly Func<Tensor> read;
    private readonly bool isOurs;

    private TensorSource(TensorEntry entry, Func<Tensor> read, bool isOurs)
    {
        Entry = entry;
        this.read = read;
        this.isOurs = isOurs;
    }

    public TensorEntry Entry { get; }

    public static IReadOnlyDictionary<string, TensorSource> Of(IReadOnlyDictionary<string, Tensor> tensors) => tensors.ToDictionary(
        pair => pair.Key,
        pair => new TensorSource(new TensorEntry(pair.Value.dtype, pair.Value.shape), () => pair.Value, isOurs: false),
        StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, TensorSource> Of(WeightsFile file) => file.Entries.ToDictionary(
        pair => pair.Key,
        pair => new TensorSource(pair.Value, () => file.Read(pair.Key), isOurs: true),
        StringComparer.Ordinal);

    public void Use(Action<Tensor> use)
    {
        Tensor tensor = read();
        try
        {
            use(tensor);
        }
        finally
        {
            if (isOurs)
                tensor.Dispose();
        }
    }
}
