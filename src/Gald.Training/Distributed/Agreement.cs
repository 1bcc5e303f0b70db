using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Distributed;

/// <summary>Decisions that all processes of a group take alike.</summary>
internal static class Agreement
{
    /// <summary>
    /// Does something in every process, without exchanging anything, and goes on when it went well in all. Otherwise all throw the
    /// sentence of the first process in which it did not, so that none waits for one that has ended.
    /// </summary>
    /// <exception cref="GaldException">It went wrong in a process.</exception>
    public static T Together<T>(this IProcessGroup group, Func<T> action)
    {
        if (group is SingleProcess)
            return action();
        (T? result, string? sentence) = (default, null);
        try
        {
            result = action();
        }
        catch (Exception e) when (e is GaldException or IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            sentence = e.Message;
        }
        if (group.Numbers(sentence is null ? 0 : 1).All(failed => failed == 0))
            return result!;
        var sentences = group.Texts(sentence ?? "");
        var first = Array.FindIndex(sentences, text => text.Length > 0);
        throw Agreed(sentences.All(text => text == sentences[first]) ? sentences[first] : $"Process {first} of {group.Size}: {sentences[first]}");
    }

    /// <summary>Does something in every process, as the other.</summary>
    /// <exception cref="GaldException">It went wrong in a process.</exception>
    public static void Together(this IProcessGroup group, Action action) => group.Together(() =>
    {
        action();
        return true;
    });

    /// <summary>Does something in process 0 alone, while the others wait.</summary>
    /// <exception cref="GaldException">It went wrong.</exception>
    public static void InFirst(this IProcessGroup group, Action action) => group.Together(() =>
    {
        if (group.Rank == 0)
            action();
    });

    /// <summary>The number of each process, in the order of the ranks.</summary>
    public static long[] Numbers(this IProcessGroup group, long own)
    {
        using var number = tensor(own, ScalarType.Int64);
        using var all = group.Gather(number);
        return all.data<long>().ToArray();
    }

    /// <summary>Whether it is so in any process.</summary>
    public static bool Any(this IProcessGroup group, bool own) => group is SingleProcess ? own : group.Numbers(own ? 1 : 0).Any(number => number != 0);

    /// <summary>The time of process 0.</summary>
    public static TimeSpan OfFirst(this IProcessGroup group, TimeSpan own) => group is SingleProcess ? own : new TimeSpan(group.Numbers(own.Ticks)[0]);

    /// <summary>Requires that something is the same in all processes.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="what">What it is, in the plural: <c>training images</c>.</param>
    /// <param name="content">All that must be the same.</param>
    /// <param name="cure">What to do if it is not.</param>
    /// <exception cref="GaldException">It is not.</exception>
    public static void RequireSame(this IProcessGroup group, string what, string content, string cure)
    {
        if (group is SingleProcess)
            return;
        var hashes = group.Numbers(BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(content))));
        var other = Array.FindIndex(hashes, hash => hash != hashes[0]);
        if (other < 0)
            return;
        var machines = group.Texts(Environment.MachineName);
        throw Agreed($"Processes 0 (on {machines[0]}) and {other} (on {machines[other]}) have different {what}; {cure}.");
    }

    /// <summary>An error that every process of a group finds by itself.</summary>
    public static GaldException Agreed(string sentence) => new(sentence) { IsAgreed = true };

    /// <summary>The text of each process, in the order of the ranks.</summary>
    private static string[] Texts(this IProcessGroup group, string own)
    {
        var bytes = Encoding.UTF8.GetBytes(own);
        var lengths = group.Numbers(bytes.Length);
        using var padded = zeros([Math.Max(1, lengths.Max())], ScalarType.Byte);
        bytes.CopyTo(padded.bytes);
        using var all = group.Gather(padded);
        var texts = all.bytes.ToArray();
        var width = texts.Length / group.Size;
        return [.. lengths.Select((length, rank) => Encoding.UTF8.GetString(texts, rank * width, (int)length))];
    }
}
