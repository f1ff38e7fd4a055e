using System.Text.Json;

namespace ScratchVsAutograd.Tests.Harness.Check;

public sealed class JsonCheckTests
{
    [Fact]
    public void Every_report_is_as_its_schema_says()
    {
        using var json = JsonDocument.Parse(
            CliRun.Of("check", typeof(JsonCheckTests).Assembly.Location, "--filter", "CheckSamples", "--json", "-").Out);
        var check = Schema("check");
        Assert.Empty(check.Validate(json.RootElement));
        Assert.Equal(check.Described.Order(StringComparer.Ordinal), check.Seen.Order(StringComparer.Ordinal));
        var (report, function) = (Schema("report"), Schema("function"));
        var reports = json.RootElement.EnumerateArray().Select(outcome => outcome.GetProperty("report"))
            .Where(each => each.ValueKind == JsonValueKind.Object).ToList();
        Assert.All(reports, each => Assert.Empty((IsFunction(each) ? function : report).Validate(each)));
        Assert.Equal(2, reports.Count(IsFunction));
        Assert.Equal(function.Described.Order(StringComparer.Ordinal), function.Seen.Order(StringComparer.Ordinal));
    }

    private static bool IsFunction(JsonElement report) => report.GetProperty("schema").GetString() == JsonFunction.Schema;

    private static JsonSchema Schema(string name)
        => new(JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", $"{name}.schema.json"))).RootElement);
}
