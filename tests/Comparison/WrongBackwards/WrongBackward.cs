namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>One wrong backward pass, and what a checker should find out about it.</summary>
public sealed class WrongBackward
{
    private readonly Lazy<Computation> computation;
    private readonly Lazy<SourceLocation?> fault;

    internal WrongBackward(string name, WrongAttribute attribute, Subject right, Action<Trace, Gradients> backward)
    {
        Name = name;
        BugClass = attribute.BugClass;
        Tensor = attribute.Tensor;
        AlsoWrong = attribute.Also;
        Causes = attribute.Causes;
        Symptom = attribute.Symptom;
        Right = right;
        computation = new(() => Computation.From(name, right.Leaves, right.Forward, backward));
        fault = new(() => FaultMarker.Find(attribute.File, attribute.Line));
    }

    /// <summary><c>Subject.Fault</c>, such as <c>Dense.WeightTransposed</c>.</summary>
    public string Name { get; }

    /// <summary>1 to 40, as listed in <see cref="WrongBackwardCatalog.BugClasses"/>.</summary>
    public int BugClass { get; }

    /// <summary>The tensor whose gradient goes wrong first.</summary>
    public string Tensor { get; }

    /// <summary>Other tensors that the same line puts in the wrong.</summary>
    public IReadOnlyList<string> AlsoWrong { get; }

    /// <summary>The right names for the cause; any of them will do, and none means that the numbers give none away.</summary>
    public IReadOnlyList<CauseKind> Causes { get; }

    /// <summary>What it can be recognized by.</summary>
    public Symptom Symptom { get; }

    /// <summary>The line at fault, as the compiler records it; null where the fault is that nobody wrote a line.</summary>
    public SourceLocation? Fault => fault.Value;

    /// <summary>The same computation with its right backward pass.</summary>
    public Subject Right { get; }

    /// <summary>The computation with the wrong backward pass.</summary>
    public Computation Computation => computation.Value;

    public override string ToString() => Name;
}
