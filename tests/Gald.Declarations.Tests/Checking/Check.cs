using System.Reflection;
using Gald.Declarations.Tests.Declarations;
using static TorchSharp.torch;

namespace Gald.Declarations.Tests.Checking;

/// <summary>How far a declaration was followed.</summary>
internal enum Depth
{
    /// <summary>It is wrong, and so says libtorch.</summary>
    RejectedByLibtorch,

    /// <summary>It is wrong by a rule of ours whose page says why.</summary>
    RejectedByPolicy,

    /// <summary>One of its stages, written by hand, breaks its contract, and says so when it runs.</summary>
    Broken,

    /// <summary>Its network was made without memory, and its shapes checked; too large to run here.</summary>
    Made,

    /// <summary>It was run in evaluation mode.</summary>
    Run,

    /// <summary>It was run in evaluation mode and trained for a step.</summary>
    Trained,
}

/// <summary>Compares what the compiler says about a declaration with what C# and libtorch make of it.</summary>
internal static class Check
{
    /// <exception cref="Disagreement">They do not agree.</exception>
    public static Depth Of(Compiled compiled)
    {
        Disagreement.When(
            compiled.Complaints.Count > 0, $"Source and generated code compile without {compiled.Complaints.FirstOrDefault()?.Id}",
            () => string.Join('\n', compiled.Complaints.Take(5)));
        if (compiled.Errors.All(error => error.Id == "GALD0016"))
        {
            var pointless = Pointless.In(compiled.Declaration);
            Disagreement.When(compiled.Errors.Count > 0 != pointless.Count > 0, "An argument without effect is refused", () => string.Join(", ", pointless));
        }

        using var scope = NewDisposeScope();
        return compiled.Errors.Count > 0 ? Rejection.Check(compiled) : Acceptance.Check(compiled);
    }

    /// <summary>Whether one declaration on its own fails with the same claim.</summary>
    public static bool Fails(Declaration declaration, string claim)
    {
        try
        {
            using var batch = Batch.Of([declaration]);
            Of(batch.Cases[0]);
            return false;
        }
        catch (Exception failure)
        {
            return ClaimOf(failure) == claim;
        }
    }

    /// <summary>What was wrong in a failure; that nothing throws is a claim too.</summary>
    public static string ClaimOf(Exception failure) => failure switch
    {
        Disagreement disagreement => disagreement.Claim,
        TargetInvocationException { InnerException: { } inner } => $"Nothing throws {inner.GetType().Name}",
        _ => $"Nothing throws {failure.GetType().Name}",
    };
}
