using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Gradcheck;

/// <summary>
/// What PyTorch calls gradcheck, for both sides at once: every element of every leaf against finite differences in float64.
/// </summary>
/// <remarks>
/// It is fast because one forward pass settles an element on which all three agree: the step goes to the right only, from a loss
/// that is computed once. A second one, to the left, is spent on elements in dispute, and the ladder of steps on those where the
/// slopes to the two sides differ. No pass records a graph, copies a leaf or casts anything, and each runs on one thread while
/// others run on the other cores: the operations of a small network are too short to be worth dividing.
/// </remarks>
internal static class NumericCheck
{
    /// <summary>Checks every element of every parameter.</summary>
    /// <param name="computation">What to check; it runs in float64 on the CPU.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Told now and then how far it is; from any thread.</param>
    /// <param name="cancellationToken">Stops it between two elements.</param>
    /// <exception cref="ArgumentException">Forward returns no loss that depends on a parameter.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static NumericReport Full(
        Computation computation, NumericOptions? options = null, IProgress<NumericProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(computation);
        options ??= new NumericOptions();
        using var oneThread = new OneThreadPerOperation();
        var workers = new ElementWorkers(computation, Checks(computation, options), progress, cancellationToken);
        workers.Run(options.Workers);
        return new NumericReport
        {
            Leaves = [.. workers.Checks.Zip(workers.Results, (check, elements) => Summary(check.Leaf, elements))],
            ForwardPasses = workers.ForwardPasses,
        };
    }

    private static List<ElementCheck> Checks(Computation computation, NumericOptions options)
    {
        var gradients = LeafGradients.Of(computation, options.Inputs);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var f = new ElementLoss(computation);
        var loss = f.Now();
        return [.. gradients.Select(leaf => new ElementCheck(leaf, f.ScaleOf(leaf.Leaf), loss, options.RelativeTolerance))];
    }

    private static NumericLeaf Summary(string name, ElementResult[] elements)
    {
        var conclusive = elements.Where(element => element.Conclusive).ToImmutableArray();
        return new NumericLeaf
        {
            Name = name,
            Count = elements.Length,
            Inconclusive = elements.Length - conclusive.Length,
            ScratchOutOfTolerance = conclusive.Count(element => !element.ScratchFits),
            AutogradOutOfTolerance = conclusive.Count(element => !element.AutogradFits),
            MaxScratchError = Max(conclusive.Select(element => element.Element.ScratchError)),
            MaxAutogradError = Max(conclusive.Select(element => element.Element.AutogradError)),
            Worst = conclusive.Select(element => element.Element).MaxBy(Furthest),
        };
    }

    /// <summary>NaN counts as furthest of all.</summary>
    private static double Furthest(NumericElement element)
        => Math.Max(element.ScratchError, element.AutogradError) is var error && double.IsNaN(error) ? double.PositiveInfinity : error;

    /// <summary>Unlike the library's own, hands on a NaN.</summary>
    private static double Max(IEnumerable<double> errors) => errors.Aggregate(0.0, Math.Max);
}
