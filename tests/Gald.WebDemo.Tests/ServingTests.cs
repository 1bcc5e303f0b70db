using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gald.Pictures;

namespace Gald.WebDemo.Tests;

/// <summary>What the demonstration answers to images and to what is none.</summary>
public sealed class ServingTests(Server server) : IClassFixture<Server>
{
    [Fact]
    public async Task An_image_becomes_a_picture_of_its_size_and_shares_that_add_up()
    {
        using var answer = await Post(server.Image);
        var seen = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(8, seen["classes"]!.AsArray().Count);
        Assert.Equal(1, seen["classes"]!.AsArray().Sum(one => one!["share"]!.GetValue<double>()), 1e-9);
        var picture = ImageFiles.Read(Convert.FromBase64String(seen["picture"]!.GetValue<string>()), "picture", 0);
        Assert.Equal((192, 256), (picture.Height, picture.Width));
        Assert.Equal((192, 256), (seen["height"]!.GetValue<int>(), seen["width"]!.GetValue<int>()));

        // The picture has the legend's colours and no other, in the shares that are told.
        Dictionary<string, double> legend = seen["classes"]!.AsArray().ToDictionary(one => one!["colour"]!.GetValue<string>(), one => one!["share"]!.GetValue<double>());
        foreach (var pixels in picture.Pixels.Chunk(3).GroupBy(pixel => $"#{pixel[0]:x2}{pixel[1]:x2}{pixel[2]:x2}"))
            Assert.Equal(legend[pixels.Key], (double)pixels.Count() / (192 * 256), 1e-9);
    }

    [Fact]
    public async Task What_is_no_image_is_refused_in_a_sentence()
    {
        await Refuses([], HttpStatusCode.BadRequest, "no image");
        await Refuses("<svg/>"u8.ToArray(), HttpStatusCode.BadRequest, "not an image");
        await Refuses(server.Image[..(server.Image.Length / 2)], HttpStatusCode.BadRequest, "cut off");
    }

    [Fact]
    public async Task What_is_too_large_is_refused_in_a_sentence()
    {
        await Refuses(new byte[server.Limits.FileBytes + 1], HttpStatusCode.RequestEntityTooLarge, "0.3 MB");
        await Refuses(ImageFiles.ToPng(new RgbImage(400, 501, new byte[400 * 501 * 3])), HttpStatusCode.BadRequest, "400×501");
    }

    [Fact]
    public async Task Of_many_images_at_once_each_is_answered_or_refused_and_the_server_lives()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Post(server.Image)));
        try
        {
            Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, answer.StatusCode.ToString()));
            Assert.True(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK) > server.Limits.Waiting);
            foreach (var busy in answers.Where(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable))
            {
                Assert.NotNull(busy.Headers.RetryAfter);
                Assert.Contains("try again", await busy.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
        finally
        {
            foreach (var answer in answers)
                answer.Dispose();
        }

        using var health = await server.Client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    private async Task Refuses(byte[] file, HttpStatusCode status, string word)
    {
        using var answer = await Post(file);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(word, (await answer.Content.ReadFromJsonAsync<JsonNode>())!["error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> Post(byte[] file) => server.Client.PostAsync("/segment", new ByteArrayContent(file));
}
