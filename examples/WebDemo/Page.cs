using System.Threading.RateLimiting;
using Gald;
using Gald.Pictures;

namespace WebDemo;

/// <summary>The page, and what it asks of the network.</summary>
internal static class Page
{
    /// <summary>An application that is not started yet: <c>/</c> is the page, <c>POST /segment</c> takes the bytes of an image file, <c>/health</c> says that it runs.</summary>
    public static WebApplication Create(Segmenter segmenter, ServingLimits limits, string[] arguments)
    {
        // The page lies beside the application, wherever that is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = limits.FileBytes);
        builder.Services.AddSingleton(limits).AddSingleton(segmenter);
        builder.Services.AddRateLimiter(options =>
        {
            // One prediction has all cores; a second at the same time would slow down both.
            options.AddPolicy("one at a time", _ => RateLimitPartition.GetConcurrencyLimiter(
                "segment", _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = limits.Waiting }));
            options.OnRejected = async (context, cancellation) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = "5";
                await Refusal(StatusCodes.Status503ServiceUnavailable, "Too many images are waiting; try again in a few seconds.").ExecuteAsync(context.HttpContext);
            };
        });

        var application = builder.Build();
        application.UseRateLimiter();
        application.UseDefaultFiles();
        application.UseStaticFiles();
        application.MapGet("/health", () => Results.Ok(new { status = "ok" }));
        application.MapPost("/segment", Segment).RequireRateLimiting("one at a time");
        return application;
    }

    private static async Task<IResult> Segment(HttpRequest request, Segmenter segmenter, ServingLimits limits, CancellationToken cancellation)
    {
        byte[] file;
        try
        {
            using var bytes = new MemoryStream();
            await request.Body.CopyToAsync(bytes, cancellation);
            file = bytes.ToArray();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Refusal(e.StatusCode, $"The file is larger than {limits.FileBytes / 1e6:0.#} MB; give a smaller one.");
        }

        if (file.Length == 0)
            return Refusal(StatusCodes.Status400BadRequest, "There is no image in the request; send the bytes of a file.");
        try
        {
            return Results.Json(segmenter.Segment(ImageFiles.Read(file, "upload", limits.Pixels)));
        }
        catch (GaldException e)
        {
            return Refusal(StatusCodes.Status400BadRequest, e.Message);
        }
    }

    private static IResult Refusal(int status, string sentence) => Results.Json(new { error = sentence }, statusCode: status);
}
