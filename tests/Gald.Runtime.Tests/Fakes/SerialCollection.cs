using Xunit;

namespace Gald.Runtime.Tests;

/// <summary>Tests that use what the whole process shares: libtorch's random numbers and threads, the working directory.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SerialCollection
{
    public const string Name = "Serial";
}
