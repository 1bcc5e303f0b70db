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

    /// <summary>The tensors of a file.</summary>
    /// <param name="file">The file, open until they are written.</param>
    /// <param name="floats">What floating-point numbers become; null leaves them as they are.</param>
    public static IReadOnlyDictionary<string, TensorSource> Of(WeightsFile file, ScalarType? floats) => file.Entries.ToDictionary(
        pair => pair.Key,
        pair => floats is ScalarType type && type != pair.Value.Type
            && pair.Value.Type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64
                ? new TensorSource(pair.Value with { Type = type }, () => Converted(file, pair.Key, type), isOurs: true)
                : new TensorSource(pair.Value, () => file.Read(pair.Key), isOurs: true),
        StringComparer.Ordinal);

    private static Tensor Converted(WeightsFile file, string name, ScalarType type)
    {
        using var tensor = file.Read(name);
        return tensor.to_type(type);
    }

    public void Use(Action<Tensor> use)
    {
        var tensor = read();
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
