using Gald.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Gald.Benchmarks.Generator;

/// <summary>
/// The source of a project: networks on ResNet-101 with all stages, each in a file of its own and no two alike, and a file
/// that has nothing to do with them.
/// </summary>
internal sealed class NetworkProject
{
    /// <summary>The file that is typed in, so that it is neither the first nor the last.</summary>
    private const int Edited = 42;

    /// <summary>Each network and each keystroke has a number that was not there before, so that nothing is remembered from earlier.</summary>
    private static int serial;

    private NetworkProject(CSharpCompilation compilation, SyntaxTree lastEdited) => (Compilation, LastEdited) = (compilation, lastEdited);

    public CSharpCompilation Compilation { get; }

    /// <summary>The file of the last keystroke, or the last file.</summary>
    public SyntaxTree LastEdited { get; }

    /// <summary>A project in which nothing is bound yet.</summary>
    public static NetworkProject Create(int networks)
    {
        // Of another name, for which the compiler binds the references anew.
        var compilation = GeneratorRun.Compilation([.. Enumerable.Range(0, networks).Select(Network), Elsewhere]).WithAssemblyName($"Streets{Next()}");
        return new(compilation, compilation.SyntaxTrees[^1]);
    }

    /// <summary>The project after a keystroke in the method of the class that is no network.</summary>
    public NetworkProject EditElsewhere() =>
        Replace(Compilation.SyntaxTrees.Length - 1, "return ", $"return width * height + {Next()}");

    /// <summary>The project after a keystroke in the number of classes of one network.</summary>
    public NetworkProject EditOne() => Replace(Edited, "Classes = ", $"Classes = {Next()}");

    private static string Network(int index) => $$"""
        using Gald;

        namespace Streets;

        /// <summary>A network.</summary>
        [SegmentationNetwork(Classes = {{2 + index}}, Height = {{Next()}}, Width = 769)]
        [ResNet(101)]
        [Cgnl]
        [LocalDistribution]
        [AuxiliaryHead]
        public partial class Network{{index}};

        """;

    private const string Elsewhere = """
        namespace Streets;

        /// <summary>Something else.</summary>
        public static class Elsewhere
        {
            /// <summary>The area of a rectangle.</summary>
            public static int Area(int width, int height)
            {
                return width * height;
            }
        }

        """;

    private static int Next() => 769 + serial++ % 15000;

    private NetworkProject Replace(int file, string old, string replacement)
    {
        var tree = Compilation.SyntaxTrees[file];
        var text = tree.GetText();
        var start = text.ToString().IndexOf(old, StringComparison.Ordinal);
        var end = text.ToString().IndexOfAny([',', ';'], start);
        var edited = tree.WithChangedText(text.WithChanges(new TextChange(TextSpan.FromBounds(start, end), replacement)));
        return new(Compilation.ReplaceSyntaxTree(tree, edited), edited);
    }
}
