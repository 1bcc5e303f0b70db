namespace Gald.Data;

/// <summary>How a folder of labelled images is read.</summary>
public sealed record FolderOptions
{
    /// <summary>Options that are all at their defaults.</summary>
    public FolderOptions()
    {
    }

    /// <summary>A copy, of which an initialiser may set some anew: in F#, <c>FolderOptions(options, Labels = LabelValues.Colours)</c>.</summary>
    /// <param name="options">What is copied.</param>
    public FolderOptions(FolderOptions options)
    {
        Layout = options.Layout;
        Labels = options.Labels;
    }

    /// <summary>Where images and labels are. Default: what is there decides.</summary>
    public DataLayout Layout { get; init; }

    /// <summary>What the pixels of labels hold. Default: what is there decides.</summary>
    public LabelValues Labels { get; init; }
}
