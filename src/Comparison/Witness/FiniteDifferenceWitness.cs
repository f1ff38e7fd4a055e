using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Slopes;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Witness;

/// <summary>
/// The independent witness: asks neither of the two gradients but the loss itself, by finite differences in float64 through
/// the unchanged forward pass, along signed random directions and along the single elements in which the two are furthest apart.
/// </summary>
/// <remarks>
/// A random direction sees every element at once, so two gradients that differ anywhere differ along it; its signs keep errors of
/// either sign from cancelling, as they can along a direction of ones. Single elements add the resolution where it is needed.
/// </remarks>
internal static class FiniteDifferenceWitness
{
    /// <summary>Questions the loss about one tensor.</summary>
    /// <param name="computation">The computation; its forward pass runs some twenty times for each direction.</param>
    /// <param name="tensor">A leaf or a watched tensor, by name.</param>
    /// <param name="scratch">The hand-written gradient, any floating-point dtype; null counts as zero.</param>
    /// <param name="autograd">Autograd's gradient, likewise.</param>
    /// <param name="options">How many directions, and how exact the gradients are; null for the defaults.</param>
    /// <returns>Every measurement, and what they come to.</returns>
    /// <exception cref="ArgumentException">There is no such tensor, it cannot be moved, or a gradient has another shape.</exception>
    public static Testimony Testify(
        Computation computation, string tensor, Tensor? scratch, Tensor? autograd, WitnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(computation);
        options ??= new WitnessOptions();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var sampler = new LossSampler(computation, tensor, options.Device, options.OwnsLeaves);
        if (sampler.Objection is { } objection) return Testimony.Silent(tensor, objection);
        var scratchSide = new DisputedGradient(scratch, sampler.Value, "Scratch", options.Precision);
        var autogradSide = new DisputedGradient(autograd, sampler.Value, "Autograd", options.Precision);
        if (sampler.IgnoresWatch && (autogradSide.Values != 0).any().item<bool>())
            return Testimony.Silent(
                tensor, $"moving {tensor} has no effect, because forward continues with a different tensor than the one that Watch "
                    + "returned.");
        var differences = new FiniteDifferences(sampler, options.IsBrief);
        var statements = ImmutableArray.CreateBuilder<WitnessStatement>();
        foreach (var direction in Directions.For(sampler.Value, scratchSide.Values, autogradSide.Values, options))
        {
            using var each = direction.Vector;
            statements.Add(Question(tensor, direction, differences, scratchSide, autogradSide));
        }

        var says = Ballot.Count(statements.Select(statement => statement.Says));
        return new Testimony
        {
            Tensor = tensor,
            Statements = statements.ToImmutable(),
            Says = says,
            Sentence = TestimonySentence.Of(tensor, says, statements, sampler.Loss),
        };
    }

    private static WitnessStatement Question(
        string tensor, Direction direction, FiniteDifferences differences, DisputedGradient scratch, DisputedGradient autograd)
    {
        var slope = differences.Along(direction.Vector);
        var s = scratch.Along(direction.Vector);
        var a = autograd.Along(direction.Vector);
        var length = direction.Vector.norm().item<double>();
        return new WitnessStatement
        {
            Tensor = tensor,
            Direction = direction.Name,
            Scratch = s,
            Autograd = a,
            FiniteDifference = slope.Value,
            ErrorBar = slope.ErrorBar,
            Says = Ballot.Vote(slope, (s, scratch.Rounding(s, length)), (a, autograd.Rounding(a, length))),
            Steps = [.. slope.Rungs.Select(rung => new WitnessStep(rung.Step, rung.Central, rung.Noise))],
        };
    }
}
