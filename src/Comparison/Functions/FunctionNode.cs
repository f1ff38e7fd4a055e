using System.Collections;
using System.Reflection;
using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>
/// TorchSharp's record of one call of a custom function, and a way to call its backward from managed code, where an exception can be
/// caught. None of this is public in TorchSharp, so it is reached by reflection, and <see cref="Alive"/> is empty where another version
/// keeps it otherwise.
/// </summary>
internal sealed record FunctionNode
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly IList? AliveNodes =
        typeof(autograd).GetNestedType("Node", BindingFlags.NonPublic)?.GetField("AliveNodes", Hidden)?.GetValue(null) as IList;

    private static readonly ConstructorInfo? HandleConstructor =
        typeof(Tensor).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(IntPtr), typeof(bool)]);

    private readonly object node;

    private FunctionNode(object node) => this.node = node;

    /// <summary>Tensors of the shapes and dtypes of what forward returned; empty where it recorded no graph.</summary>
    public IReadOnlyList<Tensor?> Outputs => Field<List<Tensor?>>("_outputCache") ?? [];

    private object? Function => node.GetType().GetGenericArguments() is [var function]
        ? typeof(autograd.Function<>).MakeGenericType(function).GetProperty("Instance", Hidden)?.GetValue(null)
        : null;

    /// <summary>The calls whose graphs are alive now.</summary>
    public static IReadOnlyList<FunctionNode> Alive()
    {
        if (AliveNodes is null || HandleConstructor is null) return [];
        lock (AliveNodes) return [.. AliveNodes.Cast<object>().Select(node => new FunctionNode(node))];
    }

    /// <summary>Calls the function's backward as autograd would.</summary>
    /// <param name="upstream">One for each output; null for an output that is not used.</param>
    /// <returns>What it returned, one for each argument; null where TorchSharp keeps its records otherwise.</returns>
    /// <exception cref="InvalidOperationException">It returned what would end the process.</exception>
    public IReadOnlyList<Tensor?>? Backward(IReadOnlyList<Tensor?> upstream)
    {
        if (Field<autograd.AutogradContext>("_context") is not { } context || Function is not { } function) return null;
        if (typeof(autograd.Function<>).MakeGenericType(function.GetType()).GetMethod("backward_internal", Hidden) is not { } backward) return null;
        try
        {
            var given = upstream.Zip(Outputs, (gradient, output) => gradient ?? Absent(context, output)).ToList();
            var returned = (List<Tensor?>?)backward.Invoke(function, [context, given]);
            RequireAcceptable(returned);
            return returned;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Capture(inner).Throw();
            throw;
        }
    }

    /// <inheritdoc />
    public bool Equals(FunctionNode? other) => ReferenceEquals(node, other?.node);

    /// <inheritdoc />
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(node);

    private static Tensor Absent(autograd.AutogradContext context, Tensor? output)
        => context.MaterializeGrads && output is not null ? zeros_like(output) : (Tensor)HandleConstructor!.Invoke([IntPtr.Zero, true]);

    private void RequireAcceptable(List<Tensor?>? returned)
    {
        if (returned is null) throw new InvalidOperationException("backward returned null instead of a list with a gradient for each argument.");
        var isTensor = Field<List<bool>>("_isVariableInput") ?? [];
        var expected = isTensor.Count;
        var surplus = returned.Skip(expected).Any(gradient => gradient is { IsInvalid: false });
        if (returned.Count < expected || surplus)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"backward returned {returned.Count} gradients, and forward has {expected} arguments; return one for each, null for those that have none."));
        for (var index = 0; index < expected; index++)
        {
            if (!isTensor[index] && returned[index] is { IsInvalid: false })
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"backward returned a gradient for argument {index + 1} of forward, which is no tensor; return null there."));
        }
    }

    private T? Field<T>(string name)
        where T : class => node.GetType().GetField(name, Hidden)?.GetValue(node) as T;
}
