namespace Gald.Declarations.Tests.Reference;

/// <summary>A stage written by hand does not what its contract says.</summary>
internal sealed class BrokenContractException(string stage) : Exception($"{stage} breaks its contract")
{
    public string Stage => stage;
}
