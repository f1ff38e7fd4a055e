using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// What every run of one computation starts from: the same leaves and the same state of the random generator, so that a
/// forward pass that draws its dropout mask draws the same one each time.
/// </summary>
internal sealed class Stage
{
    private readonly Dictionary<ScalarType, string?> objections = [];
    private readonly Tensor randomState;
    private readonly Device device;
    private readonly ScalarType working;
    private readonly ScalarType? cast;
    private readonly Func<string, Tensor, Tensor>? watched;

    /// <summary>A stage for that computation.</summary>
    /// <param name="computation">What is run.</param>
    /// <param name="device">Where.</param>
    /// <param name="working">The working precision: what other precisions start from is rounded to it first.</param>
    /// <param name="coverage">Which leaves are differentiated, and what of all that is owed.</param>
    /// <param name="isCast">
    /// Whether the working run casts every floating-point leaf to it; otherwise each keeps its own dtype, and code that cannot do with
    /// two of them stops, as it would anywhere else.
    /// </param>
    public Stage(Computation computation, Device device, ScalarType working, Coverage coverage, bool isCast)
    {
        (Computation, this.device, this.working, Coverage) = (computation, device, working, coverage);
        cast = isCast ? working : null;
        randomState = get_rng_state();
    }

    private Stage(Stage other, Computation computation, Coverage coverage, Func<string, Tensor, Tensor>? watched)
        => (Computation, Coverage, device, working, cast, randomState, this.watched)
            = (computation, coverage, other.device, other.working, other.cast, other.randomState, watched);

    /// <summary>What is run.</summary>
    public Computation Computation { get; }

    /// <summary>Which leaves are differentiated, and what of all that is owed.</summary>
    public Coverage Coverage { get; }

    /// <summary>The same stage for a variant of the computation.</summary>
    public Stage For(Computation variant) => new(this, variant, Coverage, watched);

    /// <summary>The same stage with other leaves differentiated.</summary>
    public Stage With(Coverage coverage) => new(this, Computation, coverage, watched);

    /// <summary>The same stage with each watched tensor changed as soon as it is named, for the rest of the forward pass too.</summary>
    /// <param name="change">Given its name and value; keeps shape and dtype, and does not add to the graph unless it means to.</param>
    public Stage Watching(Func<string, Tensor, Tensor> change) => new(this, Computation, Coverage, change);

    /// <summary>
    /// The computation as the working precision sees it, for runs by others: its leaves rounded and then float64, its forward
    /// pass drawing the same random numbers every time. The leaves are copies, in the caller's dispose scope.
    /// </summary>
    public Computation AsRounded() => Computation.From(
        Computation.Name,
        [.. Computation.Leaves.Select(leaf => leaf with { Value = Rounded(leaf.Value) })],
        trace =>
        {
            set_rng_state(randomState);
            return Computation.Forward(trace);
        },
        Computation.Backward);

    /// <summary>A fresh forward pass with autograd's gradients.</summary>
    /// <param name="dtype">The precision to run in.</param>
    /// <param name="jitter">Moves the leaves, or null.</param>
    public AutogradRun Run(ScalarType dtype, LeafJitter? jitter = null)
        => Unowned.By(() => AutogradRun.Of(Computation, Leaves(dtype, jitter), watched));

    /// <summary>A fresh forward pass, cut at every watched tensor.</summary>
    /// <param name="dtype">The precision to run in.</param>
    public CutRun Cut(ScalarType dtype) => Unowned.By(() =>
    {
        using var recording = enable_grad();
        var trace = new CuttingTrace(Leaves(dtype), watched);
        return new CutRun(trace, Computation.Forward(trace));
    });

    /// <summary>
    /// Why the computation cannot be run in that precision, in a sentence; null where it can. A forward may be written for one
    /// dtype only, which is no fault of its backward.
    /// </summary>
    public string? Objection(ScalarType dtype)
    {
        if (dtype == working) return null;
        if (objections.TryGetValue(dtype, out var known)) return known;
        using var scope = NewDisposeScope();
        In(dtype, () => Run(dtype));
        return objections[dtype];
    }

    /// <summary>Runs something in that precision; null where forward stops, which is the <see cref="Objection"/> from then on.</summary>
    public T? In<T>(ScalarType dtype, Func<T> run) where T : class
    {
        if (objections.GetValueOrDefault(dtype) is not null) return null;
        try
        {
            var made = run();
            objections[dtype] = null;
            return made;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && dtype != working)
        {
            objections[dtype] = $"In {dtype.ToString().ToLowerInvariant()}, {StopSentence.Of("forward", exception)}";
            return null;
        }
    }

    /// <summary>Why precision cannot be told from formula, which needs both float32 and float64; null where it can.</summary>
    public string? OtherPrecisionsObjection => Objection(ScalarType.Float32) ?? Objection(ScalarType.Float64);

    /// <summary>The leaves for one more forward pass, and the random generator as it was before the first.</summary>
    /// <param name="dtype">The precision to run in.</param>
    /// <param name="jitter">Moves the leaves, or null.</param>
    public LeafCopies Leaves(ScalarType dtype, LeafJitter? jitter = null)
    {
        set_rng_state(randomState);
        return LeafCopies.Of(Computation.Leaves, device, cast, dtype == working ? cast : dtype, Coverage.IsDifferentiated, jitter)
            with
        { Coverage = Coverage };
    }

    private Tensor Rounded(Tensor value)
    {
        var rounded = value.is_floating_point()
            ? value.detach().to(cast ?? value.dtype).to(ScalarType.Float64).to(device)
            : value.detach().to(device);
        return Memory.Of(rounded) == Memory.Of(value) ? rounded.clone() : rounded;
    }
}
