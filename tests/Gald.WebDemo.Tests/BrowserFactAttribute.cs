namespace Gald.WebDemo.Tests;

/// <summary>A test that needs Chromium (Debian: chromium), or the browser that GALD_BROWSER names.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser is null)
            Skip = "There is no Chromium: install it (Debian: chromium), or name a browser of its family by GALD_BROWSER.";
    }

    public static string? Browser { get; } = Environment.GetEnvironmentVariable("GALD_BROWSER")
        ?? new[] { "chromium", "chromium-browser", "google-chrome" }
            .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
