using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Connectionist temporal classification: how improbable a sequence of U labels is under log-probabilities X (T, N, C), summed over all
/// ways to spread it over the time steps, where labels may be repeated and blanks put between. With blanks around every label, z (2U + 1):
/// <para>αₜ(s) = log(exp αₜ₋₁(s) + exp αₜ₋₁(s − 1) + exp αₜ₋₁(s − 2)) + X[t, z_s], the last term only where z_s is neither a blank nor
/// z_{s − 2};</para>
/// <para>E = −log(exp α(2U) + exp α(2U − 1)) at the last step. L is E, its sum, or the mean of E / max(U, 1).</para>
/// </summary>
/// <remarks>
/// Source: Graves et al., "Connectionist Temporal Classification" (2006), sections 4.1 and 4.2, in logarithms. The gradient is that of X as
/// it is; torch's own holds only where X comes straight from a log-softmax, whose gradient it has added.
/// </remarks>
public static class Ctc
{
    // Stands for log 0: −∞ less −∞ would be NaN.
    private const double Never = -1e30;

    /// <summary>L as above, and the two values that backward needs.</summary>
    /// <param name="X">Log-probabilities (T, N, C).</param>
    /// <param name="y">Labels (N, S), Int64; what is beyond an example's own length is not read.</param>
    /// <param name="inputLengths">How many of the T steps each example has (N,), Int64, 1 or more.</param>
    /// <param name="targetLengths">U, how many of the S labels each example has (N,), Int64.</param>
    /// <param name="blank">The class of blanks.</param>
    /// <param name="zeroInfinity">
    /// Whether a sequence that does not fit into its steps has an E of 0 instead of ∞; its gradient is 0 in any case.
    /// </param>
    /// <param name="reduction">What is done with E.</param>
    /// <returns>L, a number, or (N,); α (T, N, 2S + 1) and −E (N,), both in float32 where X is in a half precision.</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or an option does not fit, or a label or a length is out of range.</exception>
    public static (Tensor Loss, Tensor Alpha, Tensor LogLikelihood) Forward(
        Tensor X, Tensor y, Tensor inputLengths, Tensor targetLengths, long blank = 0, bool zeroInfinity = false,
        Reduction reduction = Reduction.Mean)
    {
        var shape = Check(X, y, inputLengths, targetLengths, blank);
        Require.Lengths(inputLengths, 1, shape[0]);
        Require.Lengths(targetLengths, 0, y.shape[1]);
        using var scope = NewDisposeScope();
        var path = new CtcPath(X, y, targetLengths, blank, Never);
        var alpha = new List<Tensor> { path.Start + path.Emissions[0] };
        for (var t = 1; t < shape[0]; t++)
        {
            var from = nn.functional.pad(alpha[^1], [2, 0], value: Never);
            var (one, two) = (from.narrow(1, 1, path.Places), from.narrow(1, 0, path.Places));
            alpha.Add(alpha[^1].logaddexp(one).logaddexp(two + path.Skips) + path.Emissions[t]);
        }

        var all = stack(alpha);
        var last = all.gather(0, (inputLengths - 1).view(1, -1, 1).expand(1, -1, path.Places)).squeeze(0);
        var likelihood = (last + path.End).logsumexp(1);
        var impossible = likelihood < Never / 2;
        var E = (-likelihood).masked_fill(impossible, zeroInfinity ? 0 : double.PositiveInfinity).to(X.dtype);
        if (reduction == Reduction.Mean) E = E / targetLengths.clamp(1);
        return scope.MoveToOuter(LossReduction.Of(E, reduction), all, likelihood);
    }

    /// <summary>
    /// With βₜ(s) the logarithm of what is to come after place s at step t, dX[t, c] = −dE Σ_{s: z_s = c} exp(αₜ(s) + βₜ(s) + E):
    /// how likely it is that label c is read at step t, given the sequence. Needs X, y, the lengths, α and −E, not L's value.
    /// </summary>
    /// <param name="d">Reads dL; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="y">What <see cref="Forward"/> was given.</param>
    /// <param name="inputLengths">What <see cref="Forward"/> was given.</param>
    /// <param name="targetLengths">What <see cref="Forward"/> was given.</param>
    /// <param name="L">What <see cref="Forward"/> returned.</param>
    /// <param name="alpha">α, as <see cref="Forward"/> returned it.</param>
    /// <param name="logLikelihood">−E, as <see cref="Forward"/> returned it.</param>
    /// <param name="blank">As in <see cref="Forward"/>.</param>
    /// <param name="reduction">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape, a dtype or an option does not fit the others.</exception>
    public static void Backward(
        Gradients d, Tensor X, Tensor y, Tensor inputLengths, Tensor targetLengths, Tensor L, Tensor alpha, Tensor logLikelihood,
        long blank = 0, Reduction reduction = Reduction.Mean)
    {
        // The likelihood is Σ_s exp(αₜ(s) + βₜ(s)) at any step t, and X[t, c] is a summand of each αₜ(s) with z_s = c.
        var shape = Check(X, y, inputLengths, targetLengths, blank);
        LossReduction.Check(L, [shape[1]], reduction);
        Require.Shape(alpha, nameof(alpha), shape[0], shape[1], 2 * y.shape[1] + 1);
        Require.Shape(logLikelihood, nameof(logLikelihood), shape[1]);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var path = new CtcPath(X, y, targetLengths, blank, Never);
        var gamma = alpha + Beta(path, inputLengths, shape[0]);
        // Where no path is possible, exp(−1e30 + 1e30) would be anything.
        gamma.sub_(logLikelihood.masked_fill(logLikelihood < Never / 2, 0).unsqueeze(1)).exp_();
        var dE = LossReduction.Gradient(d[L], shape[1], reduction);
        if (reduction == Reduction.Mean) dE = dE / targetLengths.clamp(1);
        gamma.mul_(dE.dim() == 0 ? -dE : -dE.unsqueeze(1));
        var dX = zeros(shape, gamma.dtype, X.device);
        d.Add(X, dX.scatter_add_(2, path.Classes.expand(shape[0], -1, -1), gamma).to(X.dtype));
    }

    /// <summary>β (T, N, 2S + 1): each example starts from its own last step.</summary>
    private static Tensor Beta(CtcPath path, Tensor inputLengths, long steps)
    {
        var beta = new Tensor[steps];
        var next = full_like(path.End, Never);
        var skips = nn.functional.pad(path.Skips, [0, 2], value: Never).narrow(1, 2, path.Places);
        var last = (inputLengths - 1).unsqueeze(1);
        for (var t = steps - 1; t >= 0; t--)
        {
            var to = nn.functional.pad(next, [0, 2], value: Never);
            var (one, two) = (to.narrow(1, 1, path.Places), to.narrow(1, 2, path.Places));
            beta[t] = where(last == t, path.End, next.logaddexp(one).logaddexp(two + skips));
            next = beta[t] + path.Emissions[(int)t];
        }

        return stack(beta);
    }

    private static long[] Check(Tensor X, Tensor y, Tensor inputLengths, Tensor targetLengths, long blank)
    {
        Require.FloatingPoint(X);
        Require.Shape(X, nameof(X), -1, -1, -1);
        var shape = X.shape;
        if (shape[0] == 0) throw new ArgumentException($"X has shape {Require.Text(shape)}, expected one time step or more.", nameof(X));
        Require.Shape(y, nameof(y), shape[1], -1);
        Require.Shape(inputLengths, nameof(inputLengths), shape[1]);
        Require.Shape(targetLengths, nameof(targetLengths), shape[1]);
        Require.Option(blank, blank >= 0 && blank < shape[2], FormattableString.Invariant($"0 to {shape[2] - 1}"));
        return shape;
    }
}
