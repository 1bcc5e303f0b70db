using Gald.Distributed.Mpi;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Distributed.Tests;

/// <summary>Tries every member of a group and compares with what the ranks alone say; prints what is wrong.</summary>
internal static class SumsProgram
{
    public static int Run(string[] args)
    {
        using MpiGroup group = MpiGroup.Join(Launch.Detect());
        // Around the size from which shares are exchanged, and such as no number of processes divides.
        foreach (var length in new long[] { 0, 1, 7, 2048, 2049, 100_003 })
        {
            foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.Int64 })
            {
                Tensor[] all = [.. Enumerable.Range(0, group.Size).Select(rank => Numbers(length, rank, type))];
                var expected = all[0].clone();
                foreach (var other in all[1..])
                    expected.add_(other, Modules.Scalars.One);
                using var sum = all[group.Rank].clone();
                group.Sum(sum);
                // To the bit, which says the order too: the numbers cancel.
                Require(sum.bytes.SequenceEqual(expected.bytes), $"the sum of {length} {type}");
                using var gathered = group.Gather(all[group.Rank]);
                Require(gathered.bytes.SequenceEqual(stack(all).bytes), $"the gathering of {length} {type}");
                using var first = all[group.Rank].clone();
                group.Broadcast(first);
                Require(first.bytes.SequenceEqual(all[0].bytes), $"the broadcast of {length} {type}");
            }
        }
        group.Barrier();
        string? sentence = null;
        try
        {
            group.Together(() => group.Rank == group.Size - 1 ? throw new GaldException("Größer.") : 1);
        }
        catch (GaldException e) when (e.IsAgreed)
        {
            sentence = e.Message;
        }
        Require(sentence == $"Process {group.Size - 1} of {group.Size}: Größer.", $"the agreed sentence: {sentence}");
        Require(group.Any(group.Rank == 0) && !group.Any(false), "whether any");
        if (group.Rank == 0)
            Console.WriteLine($"{group.Size} processes agree.");
        return 0;

        static void Require(bool holds, string what)
        {
            if (!holds)
                Console.WriteLine($"Wrong: {what}.");
        }
    }

    private static Tensor Numbers(long length, int rank, ScalarType type)
    {
        var places = arange(length, ScalarType.Float64).add(1.0);
        return places.mul(rank % 2 == 0 ? 1e9 * (rank + 1) : -1e9 * rank).add(rank * 0.37 + 0.1).to_type(type);
    }
}
