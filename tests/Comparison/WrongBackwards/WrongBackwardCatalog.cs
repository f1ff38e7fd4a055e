namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>Every subject and every wrong backward pass; each is made afresh, for some remember their last run.</summary>
public static class WrongBackwardCatalog
{
    /// <summary>The ways in which hand-written backward passes go wrong; class n is at index n − 1.</summary>
    public static IReadOnlyList<string> BugClasses { get; } =
    [
        "missing transpose",
        "stray constant factor",
        "wrong 1/N",
        "sum and mean mixed up",
        "ignored rows get a gradient",
        "broadcast not summed",
        "summed over the wrong axis",
        "keepdim lost",
        "upstream gradient ignored",
        "overwritten at a fan-out",
        "propagated too early or twice",
        "not zeroed between steps",
        "duplicate indices overwrite",
        "overlapping windows overwrite",
        "softmax: diagonal only",
        "log-softmax: wrong second term",
        "normalization: term dropped",
        "biased and unbiased variance mixed up",
        "dropout mask or scale",
        "boundary convention",
        "saturated region not zeroed",
        "ties of a maximum",
        "0·∞ in the masked branch",
        "square root or norm at 0",
        "upstream read by raw strides",
        "backward modifies its inputs",
        "gradients share memory",
        "wrong dtype",
        "sign error",
        "ε in another place, or in one pass only",
        "missing 1/√d",
        "kernel, stride or padding off",
        "causal mask forgotten",
        "stale saved value",
        "one gate's or head's term missing",
        "second path dropped",
        "rows permuted",
        "digits cancelled away",
        "single element or last block",
        "never written, or zero",
    ];

    /// <summary>Every wrong version of every subject, in order of name.</summary>
    public static IEnumerable<WrongBackward> All => Subjects.SelectMany(subject => subject.WrongVersions());

    /// <summary>Every right version.</summary>
    public static IEnumerable<Subject> Subjects => SubjectTypes.Select(Make);

    /// <summary>The names of the wrong versions as a theory's source.</summary>
    public static TheoryData<string> Names => [.. All.Select(wrong => wrong.Name)];

    /// <summary>The subjects' names as a theory's source.</summary>
    public static TheoryData<string> SubjectNames => [.. SubjectTypes.Select(type => type.Name)];

    private static IEnumerable<Type> SubjectTypes { get; } =
    [
        .. typeof(Subject).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Subject)))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>The wrong version of that name.</summary>
    public static WrongBackward Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return SubjectNamed(name.Split('.')[0]).WrongVersions().Single(wrong => wrong.Name == name);
    }

    /// <summary>The right version of that name.</summary>
    public static Subject SubjectNamed(string name) => Make(SubjectTypes.Single(type => type.Name == name));

    private static Subject Make(Type type) => (Subject)Activator.CreateInstance(type)!;
}
