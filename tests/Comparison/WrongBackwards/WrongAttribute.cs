using System.Runtime.CompilerServices;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>
/// Says what is wrong with the backward pass below it. The line at fault is the one marked <c>// WRONG</c>, which writes
/// the gradient of <paramref name="tensor"/>.
/// </summary>
/// <param name="bugClass">1 to 40, as listed in <see cref="WrongBackwardCatalog.BugClasses"/>.</param>
/// <param name="tensor">The name of the tensor whose gradient goes wrong first.</param>
/// <param name="causes">
/// The right names for the cause: several where the numbers cannot tell them apart, none where they give none away.
/// </param>
/// <param name="file">Filled in by the compiler.</param>
/// <param name="line">Filled in by the compiler.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WrongAttribute(
    int bugClass, string tensor, CauseKind[] causes, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) : Attribute
{
    public int BugClass => bugClass;

    public string Tensor => tensor;

    public IReadOnlyList<CauseKind> Causes => causes;

    public string File => file;

    public int Line => line;

    /// <summary>What it can be recognized by.</summary>
    public Symptom Symptom { get; init; }

    /// <summary>Tensors that the same line puts in the wrong, although their upstream is right.</summary>
    public string[] Also { get; init; } = [];
}
