using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Diff;
using static ScratchVsAutograd.Tests.Support.StoredTensors;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Diff;

/// <summary>
/// Names proposed where none is the same and layouts differ, as between Flax and PyTorch; what is proposed is typed and works.
/// </summary>
public sealed class PartnerTests : TensorTest
{
    private static readonly (string Flax, string Torch, long[] Shape, int[] ToFlax)[] Network =
    [
        ("Conv_0/bias", "0.bias", [6], [0]),
        ("Conv_0/kernel", "0.weight", [6, 2, 3, 3], [2, 3, 1, 0]),
        ("Conv_1/kernel", "2.weight", [6, 6, 3, 3], [2, 3, 1, 0]),
        ("Dense_0/bias", "5.bias", [12], [0]),
        ("Dense_0/kernel", "5.weight", [12, 20], [1, 0]),
        ("Dense_1/bias", "7.bias", [12], [0]),
        ("Dense_1/kernel", "7.weight", [12, 12], [1, 0]),
        ("Dense_2/bias", "9.bias", [12], [0]),
        ("Dense_2/kernel", "9.weight", [12, 12], [1, 0]),
        ("LayerNorm_0/scale", "10.weight", [12], [0]),
    ];

    private readonly TemporaryFolder folder = new();

    public override void Dispose()
    {
        folder.Dispose();
        base.Dispose();
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(65536.0)]
    [InlineData(-0.5)]
    public void Flax_kernels_are_paired_with_PyTorchs_weights(double factor)
    {
        var report = Run(factor, noise: 0.02);
        Assert.Equal(Network.Select(layer => $"{layer.Flax} {layer.Torch}"), report.SuggestedNames.Select(names => $"{names.A} {names.B}"));
        Assert.Equal("--permute '*=3,2,0,1' --permute '*=1,0'", report.SuggestedOptions);
        Assert.Equal(factor == 1, Typed(report, factor == 1 ? 0.5 : 1e-5));
    }

    [Fact]
    public void Where_no_value_is_the_same_the_order_of_names_decides()
    {
        var report = Run(factor: 0, noise: 1);
        Assert.Contains(("Dense_2/kernel", "9.weight"), report.SuggestedNames);
        Assert.Contains("--permute '*=1,0'", report.SuggestedOptions, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_says_what_to_type()
    {
        var text = string.Join(' ', PlainText.Lines(DiffText.Of(Run(1, 0)), width: 1000).Select(line => line.Text));
        Assert.Contains("add --names names.txt --permute '*=3,2,0,1' --permute '*=1,0'.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_names_are_paired_by_their_values()
    {
        (string, TensorSnapshot)[] Tensors(string format, int step) =>
            [.. Enumerable.Range(0, 500).Select(index => (index * step) % 500)
                .Select(index => (string.Format(null, format, index), Normal([8, 8], index)))];
        var report = Of(Tensors("mine{0}x", 1), Tensors("theirs{0}y", 7), new DiffOptions());
        Assert.Equal(500, report.SuggestedNames.Length);
        Assert.All(report.SuggestedNames, names => Assert.Equal(names.A[4..^1], names.B[6..^1]));
    }

    private bool Typed(DiffReport report, double rtol)
    {
        File.WriteAllLines(folder["names.txt"], report.SuggestedNames.Select(names => $"{names.A} {names.B}"));
        var permutations = report.SuggestedOptions.Split(' ').Where((_, place) => place % 2 == 1)
            .Select(text => Permutation.Parse(text.Trim('\'')));
        return Differ.Run(folder["a.safetensors"], folder["b.safetensors"],
            new DiffOptions { NamesFile = folder["names.txt"], Permutations = [.. permutations], Rtol = rtol, Atol = 0.2 }).Agrees;
    }

    private DiffReport Run(double factor, double noise)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var weights = Network.Select(layer => randn(layer.Shape)).ToList();
        return Of(
            [
                .. Network.Zip(
                    weights,
                    (layer, weight) => (
                        layer.Flax,
                        Snapshot((factor * weight + noise * randn_like(weight)).permute([.. layer.ToFlax.Select(axis => (long)axis)]))))],
            [.. Network.Zip(weights, (layer, weight) => (layer.Torch, Snapshot(weight)))], new DiffOptions());
    }

    private DiffReport Of((string, TensorSnapshot)[] a, (string, TensorSnapshot)[] b, DiffOptions options)
        => Differ.Run(Write(folder["a.safetensors"], a), Write(folder["b.safetensors"], b), options);

    private static TensorSnapshot Snapshot(Tensor tensor)
        => MadeUpReport.Float32(tensor.shape, tensor.to(ScalarType.Float64).contiguous().data<double>().ToArray());
}
