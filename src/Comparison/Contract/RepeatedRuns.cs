using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Contract;

/// <summary>
/// One backward run in pairs that must not differ: twice the same, and isolated with the same upstream gradients in another
/// memory layout, with gaps between the elements or expanded (stride 0).
/// </summary>
internal sealed class RepeatedRuns
{
    private readonly AutogradRun reference;
    private readonly Pair repeat;
    private readonly Pair gapped;
    private readonly Pair expanded;

    private RepeatedRuns(AutogradRun reference, Func<Upstream, BackwardRun> run)
    {
        this.reference = reference;
        repeat = new(run(Upstream.Chained), run(Upstream.Chained));
        gapped = new(run(Upstream.Isolated), run(Upstream.IsolatedAs(gradient => stack([gradient, gradient], -1).select(-1, 0))));
        // An expanded tensor repeats one number, so the same number laid out in full is what to compare with.
        expanded = new(
            run(Upstream.IsolatedAs(gradient => First(gradient).expand(gradient.shape).contiguous())),
            run(Upstream.IsolatedAs(gradient => First(gradient).expand(gradient.shape))));
    }

    /// <summary>The layouts with which backward does not run at all, a sentence each.</summary>
    public IEnumerable<string> Refusals
    {
        get
        {
            if (gapped.Refusal is { } gaps) yield return $"An upstream gradient with gaps between its elements is not accepted: {gaps}";
            if (expanded.Refusal is { } stride) yield return $"An upstream gradient that is expanded (stride 0) is not accepted: {stride}";
        }
    }

    /// <summary>Runs all pairs on one forward pass.</summary>
    public static RepeatedRuns Of(Stage stage, ScalarType dtype)
    {
        var reference = stage.Run(dtype);
        return new RepeatedRuns(reference, upstream => BackwardRun.Of(stage.Computation, reference, upstream));
    }

    /// <summary>That tensor's gradient from two equal runs.</summary>
    public IEnumerable<(Tensor? First, Tensor? Second)> Repeats(string name) => repeat.Gradients(reference.Trace[name]);

    /// <summary>That tensor's gradient from runs that differ in the layout of the upstream gradients only.</summary>
    public IEnumerable<(Tensor? First, Tensor? Second)> Layouts(string name)
        => gapped.Gradients(reference.Trace[name]).Concat(expanded.Gradients(reference.Trace[name]));

    private static Tensor First(Tensor gradient) => gradient.numel() == 0 ? gradient : gradient.reshape(-1)[0];

    private sealed record Pair(BackwardRun Usual, BackwardRun Other)
    {
        public string? Refusal => Usual.Failure is null ? Other.Failure : null;

        public IEnumerable<(Tensor?, Tensor?)> Gradients(Tensor tensor)
            => Refusal is null ? [(Other.Gradients.Find(tensor), Usual.Gradients.Find(tensor))] : [];
    }
}
