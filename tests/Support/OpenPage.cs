using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>A page in the browser, with what it complained about and what it asked the network for.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly List<string> complaints = [];

    private OpenPage(IPage page) => Page = page;

    public IPage Page { get; }

    public static async Task<OpenPage> Of(IPage page, string file)
    {
        var open = new OpenPage(page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") open.complaints.Add(message.Text);
        };
        page.PageError += (_, error) => open.complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (request.Url is var url && !url.StartsWith("data:", StringComparison.Ordinal) && url.Split('#')[0] != $"file://{file}")
                open.complaints.Add($"asks for {url}");
        };
        await page.SetViewportSizeAsync(1280, 900);
        await page.GotoAsync($"file://{file}");
        return open;
    }

    /// <summary>The text of an element.</summary>
    public Task<string> Text(string selector) => Page.Locator(selector).First.InnerTextAsync();

    /// <summary>No complaint, no request, no violation of the rules of accessibility, in light and in dark.</summary>
    public async Task DemandThatAllIsWell()
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var found = await Page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
            Assert.Empty(found.Violations.Select(violation =>
                $"{scheme} {violation.Id}: {string.Join(' ', violation.Nodes.Take(3).Select(node => node.Html))}"));
        }

        Assert.Empty(complaints);
    }

    public async ValueTask DisposeAsync() => await Page.CloseAsync();
}
