namespace Gald.Declarations.Tests.Declarations;

/// <summary>Arguments that mean nothing beside what else is declared.</summary>
internal static class Pointless
{
    private static readonly string[] ofEmbeddedGaussian = ["Scale", "Temperature"];
    private static readonly string[] ofFcnHead = ["Convolutions", "Kernel", "Dilation", "Concatenate"];
    private static readonly string[] ofConvolutions = ["Kernel", "Bias", "Relu"];
    private static readonly string[] heads = [.. Stages.Heads, "FeatureBlock"];
    private static readonly string[] ofWindows = ["BranchChannels", "Dropout", "AlignCorners"];
    private static readonly string[] ofMmsegmentation = ["DecodeHead", "DeepLabV3PlusHead", "UPerHead", "SemanticFpnHead", "SegFormerHead", "OcrHead"];

    /// <summary>Those of a declaration.</summary>
    public static IReadOnlyList<(string Attribute, string Argument)> In(Declaration declaration) =>
        [.. All(declaration).Where(one => declaration.Everything.Any(use => use.Name == one.Attribute && use[one.Argument] is not (null or Value.Integers { Numbers: null }))).Distinct()];

    /// <summary>The declaration without them.</summary>
    public static Declaration Without(Declaration declaration)
    {
        var pointless = In(declaration).ToHashSet();
        return declaration with { Attributes = [.. declaration.Attributes.Select(Clean)] };

        AttributeUse Clean(AttributeUse use) => use with
        {
            Arguments = [.. use.Arguments.Where(argument => !pointless.Contains((use.Name, argument.Name))).Select(CleanClasses)],
        };

        Argument CleanClasses(Argument argument) => argument.Value is Value.Classes classes
            ? argument with { Value = new Value.Classes([.. classes.Stages.Select(stage => stage with { Attributes = [.. stage.Attributes.Select(Clean)] })]) }
            : argument;
    }

    private static IEnumerable<(string Attribute, string Argument)> All(Declaration declaration)
    {
        foreach (var kind in new[] { "NonLocal", "DisentangledNonLocal" }.Where(kind => Member(kind, "Mode") is > 0 and < 4))
        {
            foreach (var argument in ofEmbeddedGaussian)
                yield return (kind, argument);
        }

        if (Member("DualAttention", "Parts") == (int)DualAttentionParts.Channel)
            yield return ("DualAttention", "QueryChannels");
        if (Truth("InterlacedAttention", "Interlaced") == false)
        {
            yield return ("InterlacedAttention", "TileHeight");
            yield return ("InterlacedAttention", "TileWidth");
        }

        if (Number("Cgnl", "Downsample") == 1)
        {
            yield return ("Cgnl", "DownsamplePadding");
            yield return ("Cgnl", "DownsampleBias");
        }

        if (Member("Cgnl", "Kernel") != (int)CgnlKernel.Gaussian)
        {
            yield return ("Cgnl", "Order");
            yield return ("Cgnl", "Gamma");
        }

        if (Number("EfficientAttention", "Reduction") is null or 1)
            yield return ("EfficientAttention", "Epsilon");
        if (Number("MixFeedForward", "Channels") is not null)
            yield return ("MixFeedForward", "Ratio");
        if (Member("LocalDistribution", "Reduction") == (int)MaskReduction.AveragePooling)
        {
            yield return ("LocalDistribution", "Bias");
            yield return ("LocalDistribution", "Keys");
        }

        foreach (var kind in new[] { "PyramidPooling", "AtrousPyramid" }.Where(kind => Member(kind, "Form") == (int)PyramidForm.Concatenation))
            yield return (kind, "OutputChannels");
        if (Member("PyramidPooling", "Form") != (int)PyramidForm.Gald)
            yield return ("PyramidPooling", "Padding");
        if (Truth("ExpectationMaximization", "Convolutions") == false || (!Has("DecodeHead") && (Has("SegmentationNetwork") || Has("FeatureBlock"))))
            yield return ("ExpectationMaximization", "Channels");
        if (declaration.Everything.Any(use => use.Name == "StageContract" && Handwork.RoleOf(use) == StageRole.Backbone))
            yield return ("SegmentationNetwork", "Recompute");
        if (declaration.Classes.Any(one => one.Attributes.Any(use => use.Name == "HrNet")))
            yield return ("SegmentationNetwork", "Recompute");
        foreach (var found in OfHeads(declaration).Concat(OfBackbone(declaration)))
            yield return found;

        bool Has(string attribute) => declaration[attribute] is not null;

        int? Number(string attribute, string argument) => (declaration[attribute]?[argument] as Value.Integer)?.Number;

        int? Member(string attribute, string argument) => (declaration[attribute]?[argument] as Value.Member)?.Number;

        bool? Truth(string attribute, string argument) => (declaration[attribute]?[argument] as Value.Truth)?.Holds;
    }

    private static IEnumerable<(string Attribute, string Argument)> OfHeads(Declaration declaration)
    {
        foreach (var (head, prefix) in new[] { ("DecodeHead", ""), ("AuxiliaryHead", ""), ("OcrHead", "Coarse") }.Where(one => declaration[one.Item1] is not null))
        {
            var hasNone = declaration[head]![$"{prefix}Convolutions"] is Value.Integer { Number: 0 };
            if (hasNone || declaration[head]![$"{prefix}Kernel"] is Value.Integer { Number: 1 })
                yield return (head, $"{prefix}Dilation");
            if (!hasNone || ((declaration[head]![$"{prefix}Concatenate"] as Value.Truth)?.Holds ?? head == "DecodeHead"))
                continue;
            foreach (var argument in ofConvolutions)
                yield return (head, prefix + argument);
        }

        var isLrAsppOfMmsegmentation = declaration["LrAsppHead"]?["Form"] is Value.Member { Number: (int)BackboneForm.Mmsegmentation };
        foreach (var argument in ofFcnHead.Where(_ => !isLrAsppOfMmsegmentation && ofMmsegmentation.All(head => declaration[head] is null)))
            yield return ("AuxiliaryHead", argument);
        if (!Has(StageRole.Aggregation) || !Has(StageRole.Distribution))
        {
            foreach (var head in heads)
                yield return (head, "Order");
        }

        bool Has(StageRole role) => declaration.Everything.Any(use => Stages.RoleOf(use.Name) == role || (use.Name == "StageContract" && Handwork.RoleOf(use) == role));
    }

    private static IEnumerable<(string Attribute, string Argument)> OfBackbone(Declaration declaration)
    {
        foreach (var found in OfMobileNets(declaration))
            yield return found;
        if (declaration["HrNet"] is { } branched)
        {
            if (RandomHrNet.Channels.All(name => branched[name] is Value.Integers { Numbers: not null }))
                yield return ("HrNet", "Width");
            if (RandomHrNet.Depths.All(name => branched[name] is not (null or Value.Integers { Numbers: null })))
                yield return ("HrNet", "Small");
        }

        if (declaration["ConvNeXt"] is { } convolutional && convolutional["Form"] is null or Value.Member { Number: (int)BackboneForm.Torchvision })
            yield return ("ConvNeXt", "LinearPointwise");
        if (declaration["ResNet"] is not { } backbone)
            yield break;
        if (backbone["MultiGridDilations"] is Value.Integers { Numbers: not null })
            yield return ("ResNet", "MultiGrid");
    }

    private static IEnumerable<(string Attribute, string Argument)> OfMobileNets(Declaration declaration)
    {
        if (declaration["MobileNetV2"] is { } second)
        {
            var hasRows = !IsMmsegmentation(second) && second["InvertedResiduals"] is Value.Integers { Numbers: not null };
            var isFree = (!hasRows && second["Strides"] is Value.Integers { Numbers: not null }) || second["Dilations"] is Value.Integers { Numbers: not null };
            if (isFree || (hasRows ? StrideOf(second) <= 8 : Last(second) < (IsMmsegmentation(second) ? 3 : 7)))
                yield return ("MobileNetV2", "OutputStride");
            if (hasRows)
                yield return ("MobileNetV2", "Strides");
            if (IsMmsegmentation(second))
                yield return ("MobileNetV2", "InvertedResiduals");
        }

        if (declaration["MobileNetV3"] is { } third)
        {
            var tail = third["Size"] is Value.Member { Number: (int)MobileNetV3Size.Small } ? 9 : 13;
            if (IsMmsegmentation(third))
                yield return ("MobileNetV3", "WidthMultiplier");
            if (IsMmsegmentation(third) || Last(third) < tail)
                yield return ("MobileNetV3", "OutputStride");
            if (Last(third) < tail)
                yield return ("MobileNetV3", "TailReduction");
        }

        if (declaration["LrAsppHead"] is { } head && !IsMmsegmentation(head))
        {
            foreach (var argument in ofWindows)
                yield return ("LrAsppHead", argument);
        }

        static bool IsMmsegmentation(AttributeUse use) => use["Form"] is Value.Member { Number: (int)BackboneForm.Mmsegmentation };

        static int StrideOf(AttributeUse use)
        {
            var (stride, first) = (2, 1);
            foreach (var row in ((Value.Integers)use["InvertedResiduals"]!).Numbers!.Chunk(4).Where(row => row.Length == 4))
            {
                stride *= first <= Last(use) ? row[3] : 1;
                first += row[2];
            }

            return stride;
        }

        static int Last(AttributeUse use) => use["OutIndices"] is Value.Integers { Numbers: [.., var last] } ? last : int.MaxValue;
    }
}
