using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>A formula over what a run names; immutable, so that what was found on one run can be evaluated on any other.</summary>
/// <param name="text">As in an equation.</param>
/// <param name="binding">How tightly it holds together.</param>
/// <param name="complexity">How much it assumes: of two that fit, the one with less is meant.</param>
internal abstract class Expression(string text, Binding binding, int complexity)
{
    /// <summary>As in an equation.</summary>
    public string Text => text;

    /// <summary>How much it assumes.</summary>
    public int Complexity => complexity;

    /// <summary>What it is made of directly.</summary>
    public virtual IEnumerable<Expression> Parts => [];

    /// <summary>It, and all that it is made of.</summary>
    public IEnumerable<Expression> All => Parts.SelectMany(part => part.All).Prepend(this);

    /// <summary>How many constants in it were found from the values.</summary>
    public virtual int Constants => Parts.Sum(part => part.Constants);

    /// <summary>Its values at a place, in the place's shape; null where the run does not have what it is made of.</summary>
    public abstract Tensor? At(Scene scene, Place place);

    /// <summary>
    /// The same with a mean in place of its sum, and how many elements that is over: n times as small; null without a sum.
    /// </summary>
    public virtual (Expression Mean, long Elements)? Averaged => null;

    /// <summary>As part of something that holds together as tightly as that.</summary>
    public string Within(Binding context) => binding < context ? $"({text})" : text;
}
