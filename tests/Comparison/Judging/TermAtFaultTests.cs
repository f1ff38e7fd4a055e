using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Judging;

/// <summary>
/// At a fan-out the wrong term's line is named, whichever of the terms it is: H is used by U₁ … Uₙ, Uₖ = (H Bₖ) ∘ k, and each use
/// sends one term back.
/// </summary>
public sealed class TermAtFaultTests : TensorTest
{
    private const int Uses = 5;

    public static TheoryData<int> Places => [1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Places))]
    public void The_line_of_the_wrong_term_is_named(int wrong)
    {
        var lines = new int[Uses + 1];
        var report = Comparer.Run(FanOut((t, d) =>
        {
            var H = t["H"];
            d.Add(H, Term(t, d, 1, wrong)); lines[1] = Here();
            d.Add(H, Term(t, d, 2, wrong)); lines[2] = Here();
            d.Add(H, Term(t, d, 3, wrong)); lines[3] = Here();
            d.Add(H, Term(t, d, 4, wrong)); lines[4] = Here();
            d.Add(H, Term(t, d, 5, wrong)); lines[5] = Here();
        }));
        Assert.Equal(["H"], report.Faults.AsEnumerable());
        Assert.Equal(lines[wrong], report.Tensors.Single(tensor => tensor.Name == "H").FaultAt!.Line);
    }

    [Fact]
    public void The_line_of_a_term_too_many_is_named()
    {
        var line = 0;
        var report = Comparer.Run(FanOut((t, d) =>
        {
            for (var use = 1; use <= Uses; use++) d.Add(t["H"], Term(t, d, use, wrong: 0));
            d.Add(t["H"], t["H"].clone()); line = Here();
        }));
        Assert.Equal(line, report.Tensors.Single(tensor => tensor.Name == "H").FaultAt!.Line);
    }

    [Fact]
    public void A_use_that_was_written_in_two_terms_is_right()
    {
        var line = 0;
        var report = Comparer.Run(FanOut((t, d) =>
        {
            d.Add(t["H"], 0.25 * Term(t, d, 1, wrong: 0));
            d.Add(t["H"], 0.75 * Term(t, d, 1, wrong: 0));
            d.Add(t["H"], 2 * Term(t, d, 2, wrong: 0)); line = Here();
            for (var use = 3; use <= Uses; use++) d.Add(t["H"], Term(t, d, use, wrong: 0));
        }));
        Assert.Equal(line, report.Tensors.Single(tensor => tensor.Name == "H").FaultAt!.Line);
    }

    private static Tensor Term(Trace t, Gradients d, int use, int wrong)
        => (use == wrong ? d[t[$"U{use}"]].sin() : d[t[$"U{use}"]] * use).mm(t[$"B{use}"].t());

    private static Computation FanOut(Action<Trace, Gradients> backwardOfH)
    {
        var leaves = Enumerable.Range(1, Uses)
            .SelectMany(use => new[] { Leaf.Parameter($"B{use}", randn(4, 3)), Leaf.Constant($"R{use}", randn(6, 3)) });
        return Computation.From(
            "fan-out", [Leaf.Parameter("X", randn(6, 4)), .. leaves],
            t =>
            {
                var H = t.Watch("H", t["X"].sin());
                return Enumerable.Range(1, Uses).Select(use => (t.Watch($"U{use}", H.mm(t[$"B{use}"]) * use) * t[$"R{use}"]).sum())
                    .Aggregate((sum, term) => sum + term);
            },
            (t, d) =>
            {
                for (var use = 1; use <= Uses; use++)
                {
                    var dU = d.Add(t[$"U{use}"], t[$"R{use}"].clone());
                    d.Add(t[$"B{use}"], t["H"].t().mm(dU) * use);
                }

                backwardOfH(t, d);
                d.Add(t["X"], d[t["H"]] * t["X"].cos());
            });
    }

    private static int Here([CallerLineNumber] int line = 0) => line;
}
