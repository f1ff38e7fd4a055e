using ScratchVsAutograd.Comparison.Slopes;

namespace ScratchVsAutograd.Comparison.Gradcheck;

/// <summary>
/// One leaf's elements, measured with as few forward passes as settle the matter: a step to the right for all of them; one to
/// the left too where a gradient disagrees; and the whole ladder of steps where the slopes to the two sides differ.
/// </summary>
internal sealed class ElementCheck
{
    private const double RelativeStep = 1.0 / (1 << 20);

    private readonly double scale;
    private readonly double loss;
    private readonly LeafGradients gradients;
    private readonly double relativeTolerance;
    private readonly double size;

    /// <summary>The check of one leaf.</summary>
    /// <param name="gradients">What is checked.</param>
    /// <param name="scale">What steps are measured in: the size of the leaf's elements.</param>
    /// <param name="loss">The loss, unmoved.</param>
    /// <param name="relativeTolerance">See <see cref="NumericOptions.RelativeTolerance"/>.</param>
    public ElementCheck(LeafGradients gradients, double scale, double loss, double relativeTolerance)
    {
        this.gradients = gradients;
        this.scale = scale;
        this.loss = loss;
        this.relativeTolerance = relativeTolerance;

        // The smaller of the two: a gradient that is wrong by orders of magnitude must not widen the tolerance that it is held to.
        double[] sizes = [RootMeanSquare(gradients.Scratch), RootMeanSquare(gradients.Autograd)];
        size = sizes.Where(double.IsFinite).DefaultIfEmpty(0).Min();
    }

    /// <summary>The leaf's name.</summary>
    public string Leaf => gradients.Leaf;

    /// <summary>How many elements there are.</summary>
    public int Count => gradients.Scratch.Length;

    /// <summary>Measures one element.</summary>
    public ElementResult Measure(ElementLoss f, int index)
    {
        if (!double.IsFinite(loss)) return Judge(index, double.NaN, 0) with { Conclusive = false };
        var value = f.Elements(Leaf)[index];

        // The step as it is after rounding, and alike to both sides.
        var step = value + RelativeStep * Math.Max(Math.Abs(value), scale) - value;
        var noise = 8 * StepLadder.Epsilon * Math.Abs(loss) / step;
        var right = (f.With(Leaf, index, value + step) - loss) / step;
        if (Judge(index, right, noise) is { ScratchFits: true, AutogradFits: true } settled) return settled;

        var left = (loss - f.With(Leaf, index, value - step)) / step;
        var central = Judge(index, (left + right) / 2, noise);
        return Math.Abs(right - left) <= central.Tolerance ? central : Climb(f, index, value);
    }

    private ElementResult Climb(ElementLoss f, int index, double value)
    {
        double Loss(double step) => f.With(Leaf, index, value + step);
        var slope = StepLadder.Climb(Loss, loss, scale, StepLadder.Noise(Loss, loss, scale));
        var conclusive = slope.Smoothness is Smoothness.Smooth or Smoothness.Unresolved;
        return Judge(index, slope.Value, slope.ErrorBar) with { Conclusive = conclusive };
    }

    private ElementResult Judge(int index, double slope, double errorBar)
    {
        var element = new NumericElement(index, gradients.Scratch[index], gradients.Autograd[index], slope);
        var tolerance = relativeTolerance * (size + Math.Abs(slope)) + errorBar;
        return new ElementResult(element, tolerance, Conclusive: true);
    }

    private static double RootMeanSquare(double[] gradient)
        => Math.Sqrt(gradient.Sum(element => element * element) / gradient.Length);
}
