namespace WebDemo;

/// <summary>What one machine is asked at most.</summary>
internal sealed record ServingLimits
{
    /// <summary>Bytes of an uploaded file. Default 16 MB.</summary>
    public long FileBytes { get; init; } = 16_000_000;

    /// <summary>Pixels of an image. Default 12 million.</summary>
    public long Pixels { get; init; } = 12_000_000;

    /// <summary>Images that wait while another is predicted; more are refused. Default 8.</summary>
    public int Waiting { get; init; } = 8;
}
