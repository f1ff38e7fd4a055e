using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScratchVsAutograd.Comparison.Gradcheck;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Output;

public sealed class JsonReportTests
{
    private static readonly ReportContext Context = new(Seed: 42, Data: "made up", Command: "compare made-up --seed 42");

    private static readonly ReportContext WithNumeric = Context with
    {
        Numeric = new NumericReport
        {
            ForwardPasses = 49,
            Leaves =
            [
                new NumericLeaf
                {
                    Name = "W1",
                    Count = 48,
                    Inconclusive = 1,
                    ScratchOutOfTolerance = 2,
                    AutogradOutOfTolerance = 0,
                    MaxScratchError = 0.5,
                    MaxAutogradError = double.NaN,
                    Worst = null,
                },
            ],
        },
    };

    [Fact]
    public void The_report_is_as_the_schema_says()
    {
        var schema = Schema();
        Assert.Empty(schema.Validate(JsonDocument.Parse(Text(MadeUpReport.OfEveryVerdict, WithNumeric)).RootElement));
        Assert.Equal(schema.Described.Order(StringComparer.Ordinal), schema.Seen.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("a property too many", "$ has mood, which the schema does not describe")]
    [InlineData("a property too few", "$ lacks loss")]
    [InlineData("a word for a number", "$.loss may not be large")]
    [InlineData("an unknown verdict", "$.tensors[0].verdict may not be fine")]
    [InlineData("a broken index", "$.tensors[0].maxAbsIndex[0] is 1.5, not of type integer")]
    public void What_is_not_as_the_schema_says_is_noticed(string change, string error)
    {
        var report = JsonNode.Parse(Text(MadeUpReport.OfEveryVerdict))!;
        Action spoil = change switch
        {
            "a property too many" => () => report["mood"] = "good",
            "a property too few" => () => report.AsObject().Remove("loss"),
            "a word for a number" => () => report["loss"] = "large",
            "an unknown verdict" => () => report["tensors"]![0]!["verdict"] = "fine",
            _ => () => report["tensors"]![0]!["maxAbsIndex"]![0] = 1.5,
        };
        spoil();
        Assert.Contains(error, Schema().Validate(JsonSerializer.SerializeToElement(report)));
    }

    [Fact]
    public void Every_verdict_reason_dtype_and_role_is_a_word_of_the_schema()
    {
        var tensor = MadeUpReport.OfEveryVerdict.Tensors[0];
        Assert.All(
            Enum.GetValues<Verdict>(), verdict => AssertValid(MadeUpReport.Of(ScalarType.Float32, tensor with { Verdict = verdict })));
        Assert.All(
            Enum.GetValues<VerdictReason>(), reason => AssertValid(MadeUpReport.Of(ScalarType.Float32, tensor with { Reason = reason })));
        Assert.All(Enum.GetValues<TensorRole>(), role => AssertValid(MadeUpReport.Of(ScalarType.Float32, tensor with { Role = role })));
        ScalarType[] dtypes = [ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16, ScalarType.Float16];
        Assert.All(dtypes, dtype => AssertValid(MadeUpReport.Of(dtype, tensor)));
    }

    [Fact]
    public void The_text_is_this()
    {
        var gradients = (MadeUpReport.Float32([1, 2], double.NaN, 0.5), MadeUpReport.Float32([1, 2], double.NegativeInfinity, 0.5));
        var report = MadeUpReport.Of(ScalarType.Float32, MadeUpReport.Tensor("ε<1", Verdict.NonFinite, [1, 2], gradients))
            with
        { Loss = double.PositiveInfinity, Tolerance = new Tolerance(1e-5, 1e-8) };
        Assert.Equal(
            """
            {
              "schema": "scratch-vs-autograd/report-1",
              "computation": "made-up",
              "command": "compare made-up --seed 42",
              "device": "cpu",
              "dtype": "float32",
              "seed": 42,
              "data": "made up",
              "tolerance": {
                "rtol": 1E-05,
                "atol": 1E-08,
                "equalNaN": false
              },
              "strict": false,
              "loss": "Infinity",
              "forward": [],
              "agrees": false,
              "failure": null,
              "violations": [],
              "remarks": [],
              "notCompared": [],
              "faults": [],
              "tensors": [
                {
                  "name": "ε<1",
                  "role": "intermediate",
                  "shape": [1, 2],
                  "scratchShape": [1, 2],
                  "verdict": "non-finite",
                  "reason": "rounds-no-worse",
                  "passes": false,
                  "note": null,
                  "allclose": false,
                  "exact": false,
                  "maxAbs": 0,
                  "maxAbsIndex": [0, 1],
                  "maxRel": 0,
                  "maxUlp": 0,
                  "budget": "Infinity",
                  "sensitivity": 5.01E-06,
                  "blind": false,
                  "out": 1,
                  "count": 2,
                  "census": {
                    "scratch": {
                      "negativeInfinity": 0,
                      "negative": 0,
                      "zero": 0,
                      "positive": 1,
                      "positiveInfinity": 0,
                      "nan": 1
                    },
                    "autograd": {
                      "negativeInfinity": 1,
                      "negative": 0,
                      "zero": 0,
                      "positive": 1,
                      "positiveInfinity": 0,
                      "nan": 0
                    }
                  },
                  "worst": [
                    {
                      "index": [0, 0],
                      "scratch": "NaN",
                      "autograd": "-Infinity",
                      "difference": "NaN",
                      "budget": "Infinity",
                      "ulp": null
                    }
                  ],
                  "isolated": null,
                  "origin": [],
                  "precision": null,
                  "heldToItsScale": false,
                  "writtenAt": [
                    {
                      "file": "./src/Scratch/Ops/Linear.cs",
                      "line": 40,
                      "member": "Backward"
                    }
                  ],
                  "faultAfter": null,
                  "faultAt": null,
                  "rightInTheEnd": false
                }
              ],
              "explanations": [],
              "witness": [],
              "numeric": null
            }

            """,
            Text(report));
    }

    [Fact]
    public void What_was_not_measured_is_null()
    {
        var missing = JsonDocument.Parse(Text(MadeUpReport.OfEveryVerdict)).RootElement.GetProperty("tensors")[3];
        Assert.Equal("missing", missing.GetProperty("verdict").GetString());
        Assert.Equal(30, missing.GetProperty("count").GetInt64());
        string[] measured = [
            "scratchShape", "allclose", "exact", "maxAbs", "maxAbsIndex", "maxRel", "maxUlp", "budget", "sensitivity", "blind",
            "out", "census"];
        Assert.All(measured, name => Assert.Equal(JsonValueKind.Null, missing.GetProperty(name).ValueKind));
    }

    [Fact]
    public void An_unseeded_run_has_no_seed()
        => Assert.Contains("\"seed\": null,", Text(MadeUpReport.OfEveryVerdict, Context with { Seed = null }), StringComparison.Ordinal);

    [Fact]
    public void A_backward_that_stopped_says_why()
    {
        var report = MadeUpReport.OfEveryVerdict with { Failure = "backward threw at Linear.cs:40" };
        AssertValid(report);
        Assert.Contains("\"failure\": \"backward threw at Linear.cs:40\",", Text(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_given_back_as_they_were()
    {
        var loss = 0.1 + 0.2;
        var read = JsonDocument.Parse(Text(MadeUpReport.OfEveryVerdict with { Loss = loss }));
        Assert.Equal(loss, read.RootElement.GetProperty("loss").GetDouble());
    }

    private static void AssertValid(ComparisonReport report) =>
        Assert.Empty(Schema().Validate(JsonDocument.Parse(Text(report)).RootElement));

    private static JsonSchema Schema() =>
        new(JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "report.schema.json"))).RootElement);

    private static string Text(ComparisonReport report, ReportContext? context = null)
    {
        using var output = new MemoryStream();
        JsonReport.Write(output, report, context ?? Context);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
