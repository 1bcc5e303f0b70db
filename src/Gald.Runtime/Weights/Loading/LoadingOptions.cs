namespace Gald.Weights;

/// <summary>How far a file may differ from the network that it is loaded into. By default not at all.</summary>
public sealed record LoadingOptions
{
    /// <summary>Options that are all at their defaults.</summary>
    public LoadingOptions()
    {
    }

    /// <summary>A copy, of which an initialiser may set some anew: in F#, <c>LoadingOptions(options, AllowBackbone = true)</c>.</summary>
    /// <param name="options">What is copied.</param>
    public LoadingOptions(LoadingOptions options)
    {
        Ignore = options.Ignore;
        AllowBackbone = options.AllowBackbone;
        Prefix = options.Prefix;
    }

    /// <summary>
    /// Keys that are left out, in the file and in the network, such as <c>head.bottleneck.3.*</c>: <c>*</c> stands for any letters, <c>?</c> for
    /// one. The network's keys and the file's own names fit a pattern alike. The network's own values stay there. Default: none.
    /// </summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>
    /// Whether a file that holds a backbone alone will do, such as one of torchvision's for ImageNet; the rest of the network stays as it
    /// was. Default: false.
    /// </summary>
    public bool AllowBackbone { get; init; }

    /// <summary>
    /// What the names in the file begin with that are the network's keys otherwise, such as <c>ema.</c>; empty, the default, takes the one
    /// beginning with which all keys fit.
    /// </summary>
    public string Prefix { get; init; } = "";
}
