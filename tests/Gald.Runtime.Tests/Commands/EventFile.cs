using System.Buffers.Binary;
using Google.Protobuf;

namespace Gald.Runtime.Tests.Commands;

/// <summary>The event files of a folder as TensorBoard reads them: records of a length, its checksum, an event and its checksum.</summary>
internal static class EventFile
{
    /// <summary>All numbers with their tags and steps, in the order of the files' names.</summary>
    public static IReadOnlyList<(string Tag, long Step, float Value)> Read(string folder)
    {
        var numbers = new List<(string, long, float)>();
        foreach (var path in Directory.GetFiles(folder, "events.out.tfevents.*").Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(path).AsSpan();
            while (bytes.Length > 0)
            {
                var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
                var written = new Tensorboard.Event();
                using (var message = new CodedInputStream(bytes.Slice(12, length).ToArray()))
                    written.MergeFrom(message);
                foreach (var value in written.Summary?.Value ?? [])
                    numbers.Add((value.Tag, written.Step, value.SimpleValue));
                bytes = bytes[(length + 16)..];
            }
        }
        return numbers;
    }
}
