using System.Text;
using System.Text.Json;
using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Diff;
using static ScratchVsAutograd.Tests.Support.StoredTensors;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Diff;

/// <summary>One diff with every verdict, as text and as JSON.</summary>
public sealed class DiffTextTests : TensorTest
{
    private readonly TemporaryFolder folder = new();

    public override void Dispose()
    {
        folder.Dispose();
        base.Dispose();
    }

    [Fact]
    public void The_text_is_this()
    {
        var lines = PlainText.Lines(DiffText.Of(Everything()), width: 80)
            .Select(line => line.Text.Replace(folder.Path + "/", "", StringComparison.Ordinal));
        Assert.Equal(
            """
            diff a.safetensors b.safetensors
            A         .safetensors, 9 tensors, judged
            B         .safetensors, 9 tensors, the reference
            tolerance |A - B| <= 1e-8 + 1e-5 * |B| for float32

            tensor shape           allclose bits   budget max abs     ulp out/of verdict
            t      (2,)            False    -           -       -       -      - dtype: float64 for float32
            same   (2,)            True     equal       0       0       0    0/2 agree
            zero   (2,)            True     differ      0       0       0    0/2 zero
            tiny   (2,)            True     differ   0.01   1e-10 8388608    0/2 blind
            W      (2, 2)          False    differ    1e5       4 8388608    4/4 disagree
            b      (1, 2) | (2,)   False    -           -       -       -      - shape
            nan    (2,)            False    differ    Inf       0       0    1/2 non-finite
            T      (3, 2) | (2, 3) False    -           -       -       -      - shape
            mine   (5,)            -        -           -       -       -      - extra
            theirs (6,)            -        -           -       -       -      - missing

            """,
            string.Join('\n', lines.TakeWhile(line => !line.StartsWith("why", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_findings_and_the_closing_sentence_are_these()
    {
        var lines = PlainText.Lines(DiffText.Of(Everything()), width: 80).Select(line => line.Text);
        Assert.Equal(
            """
            why       A's W is 2 times too large. A = 2 × B to 0 over 4 elements; 2 is the
                      size of B's axis 0, and √4 with the number of elements of B.
            fix       Divide by 2.
            why       A's b has shape (1, 2) where B has (2): an axis of size 1 was lost or
                      added. In the shape of B its values are B's to 0.
            fix       Sum with keepdim: true, or reshape.
            why       A's T is transposed: its axes 0 and 1 are swapped. After transpose(0,
                      1) it is B's to 0 over 6 elements.
            fix       Swap the factors, or transpose the result: transpose(0, 1).
            note      tiny: within tolerance only because the tolerance is large compared
                      with it: one wrong element up to 1e-8 would have passed, and so would
                      zeros. Judged relative to B's largest element it is out of tolerance.
                      Try a smaller --atol; if it is zero up to rounding, leave it out with
                      --ignore.
            note      nan: A has 1 NaN, 0 +inf, 0 -inf of 2, B 0 NaN, 0 +inf, 0 -inf of 2.
            try       T agrees with B once A's axes are in the order 1,0: add --permute
                      'T=1,0'.
            try       b differs from B in axes of size 1: add --squeeze to leave those out.
            try       t has another dtype than B's: add --cast to compare the values, held
                      to the less precise dtype.

            worst elements         A         B difference budget ratio
            W[1, 1]        8.000e+00 4.000e+00          4    1e5     2
            W[1, 0]        6.000e+00 3.000e+00          3    1e5     2
            W[0, 1]        4.000e+00 2.000e+00          2    1e5     2
            nan[0]               NaN 2.000e+00        NaN    Inf   NaN

            DISAGREE: 8 of 10 tensors do not match B's; 1 dtype, 1 blind, 1 disagree, 2
            shape, 1 non-finite, 1 extra, 1 missing; nan is furthest off, by Inf times the
            tolerance.

            """,
            string.Join('\n', lines.SkipWhile(line => !line.StartsWith("why", StringComparison.Ordinal))) + "\n");
    }

    [Theory]
    [InlineData(2, "DISAGREE: the only tensor does not match B's; x is furthest off, by 9.99e4 times the tolerance.")]
    [InlineData(1, "AGREE: the only tensor of A matches B's, within tolerance.")]
    public void One_tensor_is_not_counted(double factor, string expected)
    {
        Write(folder["a.npz"], ("x", MadeUpReport.Float32([1], factor)));
        Write(folder["b.npz"], ("x", MadeUpReport.Float32([1], 1)));
        Assert.Equal(expected, DiffClosing.Sentence(Differ.Run(folder["a.npz"], folder["b.npz"], new DiffOptions())));
    }

    [Fact]
    public void The_json_is_as_the_schema_says()
    {
        using var output = new MemoryStream();
        DiffJson.Write(output, Everything(), "scratch-vs-autograd diff a b");
        DiffJson.Write(output, OfEveryDtype(), "scratch-vs-autograd diff a b");
        DiffJson.Write(output, OfNames(), "scratch-vs-autograd diff a b");
        DiffJson.Write(output, OfOrders(), "scratch-vs-autograd diff a b");
        var schema = new JsonSchema(
            JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "diff.schema.json"))).RootElement);
        foreach (var report in Encoding.UTF8.GetString(output.ToArray()).Split("\n}\n", StringSplitOptions.RemoveEmptyEntries))
            Assert.Empty(schema.Validate(JsonDocument.Parse(report + "\n}").RootElement));
        Assert.Equal(schema.Described.Order(StringComparer.Ordinal), schema.Seen.Order(StringComparer.Ordinal));
    }

    private DiffReport OfEveryDtype()
    {
        (string, TensorSnapshot)[] tensors =
            [.. from dtype in (ScalarType[])[ScalarType.Float64, ScalarType.BFloat16, ScalarType.Float16]
                select (dtype.ToString(), Snapshots.Of(dtype, [1], 1))];
        return Differ.Run(Write(folder["e.safetensors"], tensors), Write(folder["f.safetensors"], tensors), new DiffOptions());
    }

    // float32 numbers that print the same everywhere.
    private DiffReport Everything()
    {
        static TensorSnapshot Of(params double[] values) => MadeUpReport.Float32([values.Length], values);
        var matrix = MadeUpReport.Float32([2, 3], 1, 2, 3, 5, 7, 11);
        Write(folder["a.safetensors"],
            ("same", Of(1, 2)), ("zero", Of(0, 0)), ("tiny", Of(2e-10, 1e-10)), ("W", MadeUpReport.Float32([2, 2], 2, 4, 6, 8)),
            ("b", MadeUpReport.Float32([1, 2], 1, 2)),
            ("t", Snapshots.Of(ScalarType.Float64, [2], 1, 2)), ("nan", Of(double.NaN, 1)), ("T", Transposed(matrix)),
            ("mine", Of(1, 2, 3, 4, 5)));
        Write(folder["b.safetensors"],
            ("same", Of(1, 2)), ("zero", Of(0, -0.0)), ("tiny", Of(1e-10, 1e-10)), ("W", MadeUpReport.Float32([2, 2], 1, 2, 3, 4)),
            ("b", Of(1, 2)),
            ("t", Of(1, 2)), ("nan", Of(2, 1)), ("T", matrix), ("theirs", Of(1, 2, 3, 4, 5, 6)));
        return Differ.Run(folder["a.safetensors"], folder["b.safetensors"], new DiffOptions());
    }

    private DiffReport OfNames()
    {
        Write(folder["c.npz"], ("W1", Normal([2, 3], 1)));
        Write(folder["d.npz"], ("w", Normal([2, 3], 1)), ("b", Normal([4], 1)));
        return Differ.Run(folder["c.npz"], folder["d.npz"], new DiffOptions());
    }

    private DiffReport OfOrders()
    {
        var rows = Normal([4, 6], 1);
        Write(
            folder["g.npz"], ("order", MadeUpReport.Float32([4, 6], [.. rows.Elements().Skip(12), .. rows.Elements().Take(12)])),
            ("alike", Normal([4, 6], 2)));
        Write(folder["h.npz"], ("order", rows), ("alike", Normal([4, 6], 3)));
        return Differ.Run(folder["g.npz"], folder["h.npz"], new DiffOptions());
    }
}
