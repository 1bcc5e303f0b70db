using PuppeteerSharp;

namespace Gald.WebDemo.Tests;

/// <summary>The page in a browser without a window.</summary>
public sealed class PageTests(Server server) : IClassFixture<Server>
{
    private const int Patience = 60_000;

    [BrowserFact]
    public async Task A_chosen_image_is_shown_under_its_classes_with_a_legend_and_an_opacity()
    {
        await using var browser = await Puppeteer.LaunchAsync(new LaunchOptions { ExecutablePath = BrowserFactAttribute.Browser, Args = ["--no-sandbox"], Timeout = Patience });
        await using var page = await browser.NewPageAsync();
        var failures = new List<string>();
        page.PageError += (_, error) => failures.Add(error.Message);
        await page.SetViewportAsync(new ViewPortOptions { Width = 1100, Height = 700 });
        await page.GoToAsync(server.Client.BaseAddress!.ToString());

        var file = await page.QuerySelectorAsync("#file");
        await file.UploadFileAsync(server.ImagePath);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('#legend tr').length === 8", new WaitForFunctionOptions { Timeout = Patience });
        await page.WaitForFunctionAsync("() => document.getElementById('classes').naturalWidth === 256 && document.getElementById('photo').naturalWidth === 256", new WaitForFunctionOptions { Timeout = Patience });

        Assert.Contains("192", await Text("#message"), StringComparison.Ordinal);
        Assert.Contains("Road", await Text("#legend"), StringComparison.Ordinal);
        // Photograph and classes lie over each other.
        Assert.True(await page.EvaluateExpressionAsync<bool>(
            "['top', 'left', 'width', 'height'].every(side => Math.abs(photo.getBoundingClientRect()[side] - classes.getBoundingClientRect()[side]) < 1)"));
        await page.EvaluateExpressionAsync("(opacity.value = 25, opacity.dispatchEvent(new Event('input')))");
        Assert.Equal("0.25", await page.EvaluateExpressionAsync<string>("getComputedStyle(document.getElementById('classes')).opacity"));
        Directory.CreateDirectory("TestResults");
        await page.ScreenshotAsync(Path.Combine("TestResults", "page.png"));

        var text = Path.ChangeExtension(server.ImagePath, ".txt");
        await File.WriteAllTextAsync(text, "no image");
        await file.UploadFileAsync(text);
        await page.WaitForSelectorAsync("#message.error", new WaitForSelectorOptions { Timeout = Patience });
        Assert.Contains("not an image", await Text("#message"), StringComparison.Ordinal);
        Assert.Empty(failures);

        Task<string> Text(string selector) => page.QuerySelectorAsync(selector).EvaluateFunctionAsync<string>("element => element.textContent");
    }
}
