using static TorchSharp.torch;

namespace Gald.Weights.Pytorch;

/// <summary>The storages of a file.</summary>
internal interface IStorages : IDisposable
{
    /// <summary>Compares what the pickle says of a storage with the bytes that are there.</summary>
    /// <exception cref="FormatException">It is not there, or is of another size.</exception>
    void Require(StorageReference storage);

    /// <summary>Where a storage is, in some measure.</summary>
    long Position(string key);

    /// <summary>All of a storage's elements as a new row, of a type in whose elements its bytes can be counted.</summary>
    /// <exception cref="FormatException">The bytes are not what was written.</exception>
    Tensor Read(string key, ScalarType type);
}
