namespace Gald.Generators.Architecture;

/// <summary>What the class of a declaration becomes, which its attributes say even where their arguments are wrong.</summary>
internal enum ModuleForm
{
    /// <summary>Nothing that could be told.</summary>
    None,

    /// <summary>Images to logits.</summary>
    Network,

    /// <summary>A feature map of given channels to one of the same shape.</summary>
    Block,

    /// <summary>Images to a feature map.</summary>
    Backbone,

    /// <summary>A feature map of any channels to one of the same shape.</summary>
    FeatureStage,
}

/// <summary>Tells what a declaration becomes.</summary>
internal static class ModuleForms
{
    public static ModuleForm Of(Declaration declaration) => Of(declaration.Attributes);

    public static ModuleForm Of(IReadOnlyList<DeclaredAttribute> attributes) => Of([.. attributes.Select(attribute => attribute.Name)]);

    /// <summary>What the attributes of these names make of a class.</summary>
    public static ModuleForm Of(string[] attributes)
    {
        if (attributes.Contains(SegmentationNetwork.Attribute))
            return ModuleForm.Network;
        if (attributes.Contains(FeatureBlock.Attribute))
            return ModuleForm.Block;
        if (attributes.Length != 1 || StageKind.Find(attributes[0]) is not { StandsAlone: true } kind)
            return ModuleForm.None;
        return kind.Role == StageKind.Backbone ? ModuleForm.Backbone : ModuleForm.FeatureStage;
    }

    /// <summary>The index of the first attribute of a name, if there is one.</summary>
    public static int? Find(IReadOnlyList<DeclaredAttribute> attributes, string attribute)
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            if (attributes[i].Name == attribute)
                return i;
        }

        return null;
    }
}
