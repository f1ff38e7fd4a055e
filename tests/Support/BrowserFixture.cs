using Microsoft.Playwright;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>One browser for all tests of a class, and the pages that they look at, each written once.</summary>
public sealed class BrowserFixture : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> pages = [];
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Browser is not { } path) return;
        playwright = await Playwright.CreateAsync();
        // Containers have no user namespaces; the pages are our own.
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
    }

    public void Dispose()
    {
        playwright?.Dispose();
        folder.Dispose();
    }

    /// <summary>Opens what a command line writes with <c>--html</c>.</summary>
    internal Task<OpenPage> Open(params string[] command) => Open(string.Join(' ', command), file =>
    {
        var run = CliRun.Of([.. command, "--html", file]);
        Assert.True(File.Exists(file), run.Error);
    });

    /// <summary>Opens a page, written the first time.</summary>
    internal async Task<OpenPage> Open(string name, Action<string> write)
    {
        if (!pages.TryGetValue(name, out var file))
        {
            file = pages[name] = folder[FormattableString.Invariant($"page{pages.Count}.html")];
            write(file);
        }

        return await OpenPage.Of(await browser!.NewPageAsync(), file);
    }
}
