using Gald.Weights.Pytorch.Pickle;
using static TorchSharp.torch;

namespace Gald.Weights.Pytorch;

/// <summary>A stretch of numbers in a file, which several tensors may look at.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Total">Number of the elements under this name, as the pickle says; compared with the bytes that are there.</param>
/// <param name="First">The first of them that belongs to it: 0 but in files of PyTorch's first year.</param>
/// <param name="Count">Number of those that belong to it.</param>
internal sealed record StorageReference(string Key, StorageType Type, long Total, long First, long Count)
{
    /// <summary>Bytes under its name in the file.</summary>
    public long TotalBytes => Total * Type.Size;

    /// <exception cref="FormatException">It is none, or larger than can be.</exception>
    public static StorageReference Create(object? key, object? type, object? total, object? view)
    {
        if (key is not string name || type is not StorageType element || total is not long number)
            throw new FormatException("its pickle describes a storage by something else than a key, a type and a number; the file is damaged");
        // 2^56 elements of at most 16 bytes keep every sum within 64 bits.
        if (number is < 0 or > 1L << 56)
            throw new FormatException($"its pickle has a storage of {number} elements, which cannot be");
        return view switch
        {
            null => new StorageReference(name, element, number, 0, number),
            PickleTuple { Items: [string, long first, long count] } when first >= 0 && count >= 0 && first <= number && count <= number - first =>
                new StorageReference(name, element, number, first, count),
            _ => throw new FormatException($"its pickle has a part of the storage '{name}' that does not lie within it"),
        };
    }
}

/// <summary>A tensor as a pickle describes it: a view of a storage that is known to lie within it.</summary>
/// <param name="Storage">Where its numbers are.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Offset">Elements before its first, from the beginning of what is under the storage's name.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Strides">Elements of the storage from one index to the next, in each dimension; 0 where one number is shown many times.</param>
/// <param name="IsNegated">Whether the numbers are those of the storage with the other sign, as PyTorch 2 writes the imaginary part of a conjugate.</param>
/// <param name="IsConjugated">Whether the numbers are the conjugates of those of the storage.</param>
internal sealed record StoredTensor(StorageReference Storage, ScalarType Type, long Offset, long[] Shape, long[] Strides, bool IsNegated, bool IsConjugated)
{
    private const int MostDimensions = 64;

    /// <param name="arguments">Storage, offset, sizes, strides; what follows, but for the flags, says nothing about the numbers.</param>
    /// <param name="type">The type, when the storage does not tell.</param>
    /// <param name="flags">A dictionary of flags by name, if there is one.</param>
    /// <exception cref="FormatException">It is no tensor, or reaches beyond its storage.</exception>
    public static StoredTensor Rebuild(IReadOnlyList<object?> arguments, ScalarType? type, object? flags)
    {
        if (arguments is not [StorageReference storage, long offset, PickleTuple sizes, PickleTuple steps, ..])
            throw new FormatException("its pickle makes a tensor of something else than a storage, an offset, sizes and strides; the file is damaged");
        var element = type ?? storage.Type.Element
            ?? throw new FormatException("its pickle has a tensor whose type is not said; the file is damaged");
        if (storage.Type.Element is ScalarType stored && stored != element)
            throw new FormatException($"its pickle has a tensor of {element.Show()} in a storage of {stored.Show()}");
        long[] shape = Numbers(sizes), strides = Numbers(steps);
        if (shape.Length != strides.Length || shape.Length > MostDimensions)
            throw new FormatException($"its pickle has a tensor of {shape.Length} sizes and {strides.Length} strides; they must be as many, and at most {MostDimensions}");
        if (storage.TotalBytes % element.ElementSize() != 0)
            throw new FormatException($"its storage '{storage.Key}' of {storage.TotalBytes} bytes is no whole number of elements of {element.Show()}");
        RequireWithin(storage.Count * storage.Type.Size / element.ElementSize(), offset, shape, strides);
        bool isNegated = Flag("neg"), isConjugated = Flag("conj");
        if ((isNegated && element == ScalarType.Bool) || (isConjugated && element is not (ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64)))
            throw new FormatException($"its pickle has a tensor of {element.Show()} that is {(isNegated ? "negated" : "conjugated")}, which cannot be");
        return new StoredTensor(storage, element, storage.First + offset, shape, strides, isNegated, isConjugated);

        bool Flag(string name) => flags is PickleDictionary dictionary && dictionary.Items.Any(item => item is { Key: string key, Value: true } && key == name);
    }

    /// <summary>The numbers, of a row of all elements of the storage.</summary>
    public Tensor View(Tensor row)
    {
        var view = row.as_strided(Shape, Strides, Offset);
        if (IsConjugated)
            view = Replace(view, static stored => stored.conj_physical());
        return IsNegated ? Replace(view, static stored => stored.neg()) : view;

        static Tensor Replace(Tensor stored, Func<Tensor, Tensor> change)
        {
            using (stored)
                return change(stored);
        }
    }

    /// <summary>Number of its elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Number of elements of the storage from its first to its last.</summary>
    public long Span => Count == 0 ? 0 : Shape.Zip(Strides, (size, stride) => (size - 1) * stride).Sum() + 1;

    private static long[] Numbers(PickleTuple tuple) => [.. tuple.Items.Select(item => item is long number and >= 0
        ? number
        : throw new FormatException("its pickle has a tensor with a size or a stride that is not a whole number of 0 or more"))];

    private static void RequireWithin(long available, long offset, long[] shape, long[] strides)
    {
        UInt128 count = 1, end = 0;
        var empty = shape.Contains(0);
        for (var i = 0; i < shape.Length; i++)
        {
            // The other sizes of an empty tensor count too: libtorch multiplies them.
            count *= (UInt128)Math.Max(1, shape[i]);
            end += (UInt128)Math.Max(0, shape[i] - 1) * (UInt128)strides[i];
            if (count > long.MaxValue / 16 || end > long.MaxValue)
                throw new FormatException($"its pickle has a tensor of [{string.Join(", ", shape)}], which is more than any memory holds");
        }
        var needed = empty ? (UInt128)Math.Max(0, offset) : (UInt128)Math.Max(0, offset) + end + 1;
        if (offset < 0 || needed > (UInt128)available)
            throw new FormatException(
                $"its pickle has a tensor of [{string.Join(", ", shape)}] from element {offset} on in a storage of {available} elements, which it does not fit into");
    }
}
