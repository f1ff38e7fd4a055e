using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>
/// What each side is, and what is between them, each looked up when it is first asked for; null where it is none of the table's
/// combinations.
/// </summary>
/// <param name="right">autograd = …</param>
/// <param name="written">scratch = …</param>
/// <param name="factor">autograd = scratch ∘ …</param>
/// <param name="excess">scratch = autograd ∘ …</param>
/// <param name="missing">autograd − scratch = …</param>
/// <param name="surplus">scratch − autograd = …, of autograd's own sums.</param>
internal sealed class Look(
    Func<Formula?> right, Func<Formula?> written, Func<Formula?> factor, Func<Formula?> excess, Func<Formula?> missing,
    Func<Formula?> surplus)
{
    private readonly Dictionary<(string, bool), Formula?> within = [];
    private readonly Lazy<Formula?> right = new(right);
    private readonly Lazy<Formula?> written = new(written);
    private readonly Lazy<Formula?> factor = new(factor);
    private readonly Lazy<Formula?> excess = new(excess);
    private readonly Lazy<Formula?> missing = new(missing);
    private readonly Lazy<Formula?> surplus = new(surplus);

    /// <summary>autograd = …</summary>
    public Formula? Right => right.Value;

    /// <summary>scratch = …</summary>
    public Formula? Written => written.Value;

    /// <summary>autograd = scratch ∘ …</summary>
    public Formula? Factor => factor.Value;

    /// <summary>scratch = autograd ∘ …</summary>
    public Formula? Excess => excess.Value;

    /// <summary>autograd − scratch = …</summary>
    public Formula? Missing => missing.Value;

    /// <summary>scratch − autograd = …</summary>
    public Formula? Surplus => surplus.Value;

    /// <summary>The largest residual of all that was found.</summary>
    public double Residual => new[] { right, written, factor, excess, missing, surplus }
        .Where(found => found.IsValueCreated).Max(found => found.Value?.Residual) ?? 0;

    /// <summary>What a side is with that factor in front: autograd, or scratch.</summary>
    public Formula? Within(Expression common, bool isRight)
        => within.TryGetValue((common.Text, isRight), out var known) ? known : within[(common.Text, isRight)] = Inside(common, isRight);

    /// <summary>Looks for that.</summary>
    public required Func<Expression, bool, Formula?> Inside { private get; init; }

    /// <summary>Whether another search may still find more.</summary>
    public required bool IsFirst { get; init; }

    /// <summary>What was found until now, each formula carried over to other evidence; nothing more is looked for.</summary>
    /// <param name="over">Given a formula and what it is, what it is there.</param>
    public Look Mapped(Func<Formula, Func<Scene, Tensor>, Formula?> over)
    {
        return new(
            () => Over(right, Autograd), () => Over(written, Scratch), () => Over(factor, Autograd), () => Over(excess, Scratch),
            () => Over(missing, scene => scene.Autograd - scene.Scratch), () => Over(surplus, scene => scene.Scratch - scene.Autograd))
        {
            IsFirst = IsFirst,
            Inside = (common, isRight) => within.GetValueOrDefault((common.Text, isRight)) is { } found
                ? over(found, isRight ? Autograd : Scratch)
                : null,
        };

        Formula? Over(Lazy<Formula?> found, Func<Scene, Tensor> of)
            => found is { IsValueCreated: true, Value: { } formula } ? over(formula, of) : null;
    }

    private static Tensor Scratch(Scene scene) => scene.Scratch;

    private static Tensor Autograd(Scene scene) => scene.Autograd;
}
