using Gald.Onnx.Protobuf;
using Google.Protobuf;
using static TorchSharp.torch;

namespace Gald.Onnx;

/// <summary>Writes networks, blocks and stages as ONNX files, which ONNX Runtime and many other programs run without libtorch.</summary>
public static class OnnxExport
{
    private const int IrVersion = 7;

    /// <summary>Writes a network as it predicts now, for every batch and size.</summary>
    /// <param name="network">The network, on any device and in any mode.</param>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <exception cref="GaldException">A stage was written by hand, or the file cannot be written; an older file is as it was.</exception>
    public static void ExportOnnx(this IFreezable network, string path) => network.ExportOnnx(path, new OnnxOptions());

    /// <summary>Writes a network as it predicts now.</summary>
    /// <param name="network">The network, on any device and in any mode.</param>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="GaldException">
    /// A stage was written by hand, the options do not fit the network, or the file cannot be written; an older file is as it was.
    /// </exception>
    public static void ExportOnnx(this IFreezable network, string path, OnnxOptions options)
    {
        using var frozen = network.Freeze();
        var isAligned = network is nn.Module module && TrainedSizes.AreAligned(module);
        frozen.ExportOnnx(path, options.AlignedStride == 0 && isAligned ? options with { AlignedStride = network.Description.Pitch } : options);
    }

    /// <summary>Writes a program that only predicts, for every batch and size.</summary>
    /// <param name="program">What <c>Freeze()</c> of a network, block or stage gives.</param>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <exception cref="GaldException">A stage was written by hand, or the file cannot be written; an older file is as it was.</exception>
    public static void ExportOnnx(this IOnnxExportable program, string path) => program.ExportOnnx(path, new OnnxOptions());

    /// <summary>Writes a program that only predicts.</summary>
    /// <param name="program">What <c>Freeze()</c> of a network, block or stage gives.</param>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="GaldException">
    /// A stage was written by hand, the options do not fit the module, or the file cannot be written; an older file is as it was.
    /// </exception>
    public static void ExportOnnx(this IOnnxExportable program, string path, OnnxOptions options)
    {
        AtomicFile.RequireWritable(path);
        var model = Model(program, options);
        AtomicFile.Write(path, model.WriteTo);
    }

    private static ModelProto Model(IOnnxExportable program, OnnxOptions options)
    {
        var signature = program.Signature;
        options.Check(signature);
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "Gald",
            ProducerVersion = typeof(OnnxExport).Assembly.GetName().Version!.ToString(3),
            OpsetImport = { new OperatorSetIdProto { Version = OnnxGraph.OperatorSet } },
            Graph = new GraphProto { Name = signature.Name },
        };
        var graph = new OnnxGraph(model.Graph);
        graph.Reserve(signature.Output);
        object batch = Length(options.FixedBatch, "batch"), height = Length(options.FixedHeight, "height"), width = Length(options.FixedWidth, "width");
        var input = graph.Input(signature.Input, [batch, signature.InputChannels, height, width]);
        var result = program.Export(graph, input);
        if (signature.Stride > 1)
            (height, width) = (Side(result.Shape[2]) ?? "output_height", Side(result.Shape[3]) ?? "output_width");
        graph.Output(result, signature.Output, [batch, signature.OutputChannels, height, width]);
        model.MetadataProps.Add(OnnxMetadata.Of(signature, options).Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return model;
    }

    private static object? Side(long? length) => length is long known ? (int)known : null;

    private static object Length(int fixedLength, string name) => fixedLength == 0 ? name : fixedLength;
}
