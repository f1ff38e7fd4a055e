using ScratchVsAutograd.Comparison.Gradcheck;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>One input's gradient from the function's backward beside finite differences, element by element, row-major.</summary>
/// <param name="Name">The input.</param>
/// <param name="Elements">One for each element.</param>
internal sealed record MeasuredGradient(string Name, IReadOnlyList<ElementResult> Elements)
{
    /// <summary>The elements on which finite differences have a say.</summary>
    public IEnumerable<ElementResult> Conclusive => Elements.Where(element => element.Conclusive);

    /// <summary>The conclusive elements that are not what was measured.</summary>
    public IEnumerable<ElementResult> Out => Conclusive.Where(element => !element.ScratchFits);

    /// <summary>Measures every element of every input.</summary>
    /// <param name="loss">Whose derivative the gradients should be.</param>
    /// <param name="gradients">By input, float64; a missing one counts as zero.</param>
    /// <param name="needing">The inputs that need one, in order.</param>
    /// <param name="relativeTolerance">See <see cref="FunctionCheckOptions.RelativeTolerance"/>.</param>
    /// <returns>The inputs in that order, and how many forward passes it took.</returns>
    public static (IReadOnlyList<MeasuredGradient> Inputs, long ForwardPasses) Of(
        Computation loss, IReadOnlyDictionary<string, Tensor> gradients, IReadOnlyList<string> needing, double relativeTolerance)
    {
        using var noGrad = no_grad();
        using var oneThread = new OneThreadPerOperation();
        using var scope = NewDisposeScope();
        var f = new ElementLoss(loss);
        var now = f.Now();
        var checks = needing.Select(name => new ElementCheck(
            Both(name, gradients.GetValueOrDefault(name), f.Elements(name).Length), f.ScaleOf(name), now, relativeTolerance)).ToList();
        // On one thread: a custom function is one object for all of them, and need not be prepared for that.
        var workers = new ElementWorkers(loss, checks, progress: null, CancellationToken.None);
        workers.Run(workers: 1);
        return ([.. checks.Zip(workers.Results, (check, elements) => new MeasuredGradient(check.Leaf, elements))], workers.ForwardPasses);
    }

    private static LeafGradients Both(string name, Tensor? gradient, int count)
    {
        var values = gradient is null ? new double[count] : gradient.contiguous().data<double>().ToArray();
        return new LeafGradients(name, values, values);
    }
}
