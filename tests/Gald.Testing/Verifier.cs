using System.Runtime.CompilerServices;
using System.Text;
using DiffEngine;

namespace VerifyXunit;

/// <summary>
/// Snapshots with the conventions and the call shape of Verify.Xunit, which takes this file's place once it can be restored:
/// <c>Class.Method.verified.cs</c> beside the test is what is accepted, and on a difference <c>Class.Method.received.cs</c> is
/// written and shown.
/// </summary>
public static class Verifier
{
    /// <summary>Compares a text with the snapshot of the calling test, whose class must be named like its file.</summary>
    /// <param name="target">The text.</param>
    /// <param name="extension">The extension of the snapshot's file.</param>
    /// <param name="sourceFile">The test's file, filled in by the compiler.</param>
    /// <param name="method">The test's method, filled in by the compiler.</param>
    /// <returns>To be awaited.</returns>
    public static SettingsTask Verify(
        string target, string extension = "txt", [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
        new(target, extension, Path.Combine(Path.GetDirectoryName(sourceFile)!, $"{Path.GetFileNameWithoutExtension(sourceFile)}.{method}"));
}

/// <summary>A comparison that starts when it is awaited.</summary>
public sealed class SettingsTask
{
    private readonly string target;
    private readonly string extension;
    private string prefix;

    internal SettingsTask(string target, string extension, string prefix)
    {
        this.target = target;
        this.extension = extension;
        this.prefix = prefix;
    }

    /// <summary>Gives each case of a parameterised test a snapshot of its own.</summary>
    /// <param name="value">The parameter.</param>
    /// <param name="name">Its name, filled in by the compiler.</param>
    /// <returns>This comparison.</returns>
    public SettingsTask UseParameters<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        prefix += FormattableString.Invariant($"_{name}={value}");
        return this;
    }

    /// <summary>Starts the comparison.</summary>
    /// <returns>What await needs.</returns>
    public TaskAwaiter GetAwaiter() => Compare().GetAwaiter();

    private async Task Compare()
    {
        var (verified, received) = ($"{prefix}.verified.{extension}", $"{prefix}.received.{extension}");
        var text = target.ReplaceLineEndings("\n");
        if (File.Exists(verified) && (await File.ReadAllTextAsync(verified)).ReplaceLineEndings("\n") == text)
        {
            File.Delete(received);
            return;
        }

        await File.WriteAllTextAsync(received, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        if (!BuildServerDetector.Detected)
            await DiffRunner.LaunchAsync(received, verified);
        throw new VerifyException(
            $"{Path.GetFileName(received)} differs from {Path.GetFileName(verified)}, or there is no such snapshot yet. If what was received is right, move {received} to {verified}.");
    }
}

/// <summary>A text differs from its snapshot.</summary>
public sealed class VerifyException(string message) : Exception(message);
