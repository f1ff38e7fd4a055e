using Microsoft.Playwright;
using ScratchVsAutograd.Comparison.Page;

namespace ScratchVsAutograd.Tests.Comparison.Page;

/// <summary>The page in a browser, as a reader uses it.</summary>
public sealed class PageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly string[] Wrong = ["compare", "--init", "randn"];

    [BrowserFact]
    public async Task The_answer_comes_first_and_all_is_well()
    {
        await using var open = await browser.Open(Wrong);
        Assert.Contains("DISAGREE", await open.Text("h1"), StringComparison.Ordinal);
        Assert.Contains("SoftmaxCrossEntropy.cs:71", await open.Text(".start"), StringComparison.Ordinal);
        Assert.Contains("d.Add(Z, (P - y) / N);", await open.Text(".line.faulty"), StringComparison.Ordinal);
        Assert.Contains("\"schema\": \"scratch-vs-autograd/report-1\"", await open.Page.Locator("#report").TextContentAsync() ?? "",
            StringComparison.Ordinal);
        await open.DemandThatAllIsWell();
    }

    [BrowserFact]
    public async Task What_is_selected_is_selected_everywhere()
    {
        await using var open = await browser.Open(Wrong);
        Assert.StartsWith("Z2", await open.Text(".viewer h3"), StringComparison.Ordinal);
        await open.Page.Locator(".graph button", new() { HasText = "W1" }).ClickAsync();
        Assert.StartsWith("W1", await open.Text(".viewer h3"), StringComparison.Ordinal);
        Assert.StartsWith("W1", await open.Text("tr.selected"), StringComparison.Ordinal);
        await open.Page.Keyboard.PressAsync("n");
        Assert.StartsWith("Z2", await open.Text(".viewer h3"), StringComparison.Ordinal);
        Assert.StartsWith("Z2", await open.Text(".graph [aria-pressed=true]"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task The_table_is_sorted_and_filtered()
    {
        await using var open = await browser.Open(Wrong);
        var names = open.Page.Locator(".tensors tbody th[scope=row]");
        Assert.Equal("W1", (await names.AllInnerTextsAsync())[0]);
        await open.Page.Locator("thead button", new() { HasText = "budget" }).ClickAsync();
        Assert.Equal("W2", (await names.AllInnerTextsAsync())[0]);
        await open.Page.Locator("thead button", new() { HasText = "budget" }).ClickAsync();
        Assert.Equal("Z2", (await names.AllInnerTextsAsync())[0]);
        await open.Page.Locator("input[type=search]").FillAsync("b");
        Assert.Equal(["B1", "B2"], (await names.AllInnerTextsAsync()).Order());
        await open.Page.Locator("input[type=search]").FillAsync("");
        await open.Page.Locator(".filters select").SelectOptionAsync("origin");
        Assert.Equal(["Z2"], await names.AllInnerTextsAsync());
    }

    [BrowserFact]
    public async Task An_element_is_read_in_all_its_digits_and_pinned()
    {
        await using var open = await browser.Open(Wrong);
        var map = open.Page.Locator(".panel canvas:not(.scale)").First;
        await map.HoverAsync(new() { Position = new() { X = 5, Y = 5 } });
        var hovered = await open.Text(".readout");
        Assert.Contains("-0.00069589424", await RowOfWorst(open), StringComparison.Ordinal);
        Assert.Contains("ulp", hovered, StringComparison.Ordinal);
        await map.ClickAsync(new() { Position = new() { X = 5, Y = 5 } });
        await map.HoverAsync(new() { Position = new() { X = 90, Y = 80 } });
        Assert.Contains("pinned", await open.Text(".readout"), StringComparison.Ordinal);
        Assert.Equal(hovered.Split('\n')[1], (await open.Text(".readout")).Split('\n')[1]);
        await map.PressAsync("Escape");
        await map.PressAsync("ArrowRight");
        await map.PressAsync("ArrowRight");
        Assert.Contains(", 1]", await open.Text(".readout"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_worst_element_is_pinned_from_the_list()
    {
        await using var open = await browser.Open(Wrong);
        await open.Page.Locator(".worst button").Nth(4).ClickAsync();
        Assert.Contains("[2, 0]", await open.Text(".readout"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Other_runs_are_switched_to()
    {
        await using var open = await browser.Open(Wrong);
        await open.Page.Locator(".graph button", new() { HasText = "W1" }).ClickAsync();
        Assert.Contains(": 1,920 cells out", await Plot(), StringComparison.Ordinal);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "autograd's" }).ClickAsync();
        Assert.Contains(": 0 cells out", await Plot(), StringComparison.Ordinal);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "float64" }).ClickAsync();
        Assert.Contains(": 0 cells out", await Plot(), StringComparison.Ordinal);

        async Task<string> Plot() => await open.Page.Locator(".plot").First.GetAttributeAsync("aria-label") ?? "";
    }

    [BrowserFact]
    public async Task Higher_axes_have_sliders()
    {
        await using var open = await browser.Open("compare", "op:scaled-dot-product-attention");
        var slider = open.Page.Locator("input[data-label='Axis 0']");
        await slider.FillAsync("1");
        Assert.StartsWith("1 of", await slider.GetAttributeAsync("aria-valuetext"), StringComparison.Ordinal);
        var map = open.Page.Locator(".panel canvas:not(.scale)").First;
        await map.PressAsync("ArrowRight");
        Assert.Contains("[1, ", await open.Text(".readout"), StringComparison.Ordinal);
        await open.DemandThatAllIsWell();
    }

    [BrowserFact]
    public async Task What_comes_from_outside_is_text()
    {
        const string Name = "<script>alert(1)</script><img src=x onerror=alert(1)>";
        var report = MadeUpReport.OfEveryVerdict with { Computation = Name };
        report = report with { Tensors = report.Tensors.SetItem(0, report.Tensors[0] with { Name = Name, Note = "</script><b>bold</b>" }) };
        await using var open = await browser.Open("names", file =>
        {
            using var output = File.Create(file);
            Write(output, report, "{ \"name\": \"</script><script>alert(1)</script>\" }");
        });
        Assert.Contains(Name, await open.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Contains(Name, await open.Text(".tensors"), StringComparison.Ordinal);
        Assert.Equal(0, await open.Page.Locator("img, b:has-text('bold')").CountAsync());
        await open.DemandThatAllIsWell();
    }

    [BrowserFact]
    public async Task Numbers_are_written_as_in_the_report()
    {
        await using var open = await browser.Open(Wrong);
        Assert.Equal("1.49e-8", await Evaluated("short(1.490116e-8)"));
        Assert.Equal("0.1", await Evaluated("exact(Math.fround(0.1), 'float32')"));
        Assert.Equal("0.10000000149011612", await Evaluated("exact(Math.fround(0.1), 'float64')"));
        Assert.Equal("1", await Evaluated("String(ulps(1, 1 + 2 ** -23, 'float32'))"));
        Assert.Equal("2", await Evaluated("String(ulps(-(2 ** -149), 2 ** -149, 'float32'))"));
        Assert.Equal("1", await Evaluated("String(ulps(1, 1 + 2 ** -7, 'bfloat16'))"));
        Assert.Equal("1", await Evaluated("String(ulps(1, 1 + 2 ** -10, 'float16'))"));
        Assert.Equal("true", await Evaluated("String(remap(1e-12, 1, 16) > 0.2 && remap(-1, 1, 16) === -1 && remap(0, 1, 16) === 0)"));

        Task<string> Evaluated(string expression) => open.Page.EvaluateAsync<string>(expression);
    }

    [BrowserFact]
    public async Task It_is_dark_where_the_system_is()
    {
        await using var open = await browser.Open(Wrong);
        var light = await Paper(ColorScheme.Light);
        Assert.NotEqual(light, await Paper(ColorScheme.Dark));

        async Task<string> Paper(ColorScheme scheme)
        {
            await open.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            return await open.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor");
        }
    }

    private static Task<string> RowOfWorst(OpenPage open) => open.Text(".worst tbody tr");

    private static void Write(Stream output, ComparisonReport report, string json)
    {
        var printed = TextReport.Printed(report);
        var part = ComparisonPart.Of(report, printed, new SourceFilesOnDisk());
        var content = new PageContent
        {
            Kind = "compare",
            Title = printed.Title,
            Answer = printed.Closing,
            Agrees = report.Agrees,
            Command = $"compare {report.Computation}",
            Parts = [part],
        };
        HtmlPage.Write(output, content, "</noscript><script>alert(1)</script>", json);
    }
}
