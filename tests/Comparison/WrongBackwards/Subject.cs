using System.Reflection;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>
/// A small computation with its right backward pass, and beneath it the wrong ones: methods marked with
/// <see cref="WrongAttribute"/> that differ from <see cref="Computation.Backward"/> in the line marked <c>// WRONG</c>.
/// </summary>
public abstract class Subject : Computation
{
    private readonly Lazy<IReadOnlyList<Leaf>> leaves;

    protected Subject() => leaves = new(() => Draw(new Dice(Seed)));

    public override string Name => GetType().Name;

    public override IReadOnlyList<Leaf> Leaves => leaves.Value;

    /// <summary>
    /// Another one only where a sum happens to cancel so far that allclose takes the right version's rounding for a mistake.
    /// </summary>
    protected virtual int Seed => 1;

    /// <summary>The wrong versions; each is bound to this instance, whose fields it may use from one run to the next.</summary>
    public IEnumerable<WrongBackward> WrongVersions()
        => from method in GetType().GetMethods()
           let attribute = method.GetCustomAttribute<WrongAttribute>()
           where attribute is not null
           select new WrongBackward($"{Name}.{method.Name}", attribute, this, Bind(method));

    protected abstract IReadOnlyList<Leaf> Draw(Dice dice);

    protected static Leaf Parameter(string name, Tensor value) => new(name, value, LeafRole.Parameter);

    protected static Leaf Constant(string name, Tensor value) => new(name, value, LeafRole.Constant);

    /// <summary>
    /// L = Σ R ∘ Y with a random constant R: an upstream gradient of ones would hide half of what can go wrong.
    /// </summary>
    protected static Tensor Weigh(Trace t, Tensor Y) => (t.Watch("Y", Y) * t["R"]).sum();

    /// <summary>Inverts <see cref="Weigh"/>: dY = R.</summary>
    protected static Tensor Unweigh(Trace t, Gradients d)
    {
        d.Add(t["Y"], t["R"].clone());
        return d[t["Y"]];
    }

    private Action<Trace, Gradients> Bind(MethodInfo method)
        => method.CreateDelegate<Action<Trace, Gradients>>(method.IsStatic ? null : this);
}
