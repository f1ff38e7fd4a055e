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

    /// <summary>The line at which the function's backward returns; null where that is not known.</summary>
    public SourceLocation? Place
        => Function?.GetType().GetMethod("backward", BindingFlags.Instance | BindingFlags.Public) is { } backward
            ? MethodPlace.Of(backward)
            : null;

    private object? Function => node.GetType().GetGenericArguments() is [var function]
        ? typeof(autograd.Function<>).MakeGenericType(function).GetProperty("Instance", Hidden)?.GetValue(null)
        : null;

    /// <summary>The calls whose graphs are alive now.</summary>
    public static IReadOnlyList<FunctionNode> Alive()
    {
        if (AliveNodes is null || HandleConstructor is null) return [];
        lock (AliveNodes) return [.. AliveNodes.Cast<object>().Select(node => new FunctionNode(node))];
    }

    /// <summary>Whether the call had so many arguments, all of them tensors.</summary>
    public bool TakesTensorsOnly(int count)
        => Field<List<bool>>("_isVariableInput") is { } isTensor && isTensor.Count == count && isTensor.TrueForAll(each => each);

    /// <summary>
    /// Calls the function's forward directly: autograd then differentiates what it computes, and knows nothing of its backward.
    /// </summary>
    /// <param name="arguments">The arguments of the call.</param>
    /// <returns>What it returned; null where TorchSharp keeps its records otherwise.</returns>
    public IReadOnlyList<Tensor>? Forward(object[] arguments)
        => Field<autograd.AutogradContext>("_context") is { } context && Function is { } function
            ? (List<Tensor>?)Call(function, "forward_internal", context, arguments)
            : null;

    /// <summary>Calls the function's backward as autograd would.</summary>
    /// <param name="upstream">One for each output; null for an output that is not used.</param>
    /// <returns>What it returned, one for each argument; null where TorchSharp keeps its records otherwise.</returns>
    /// <exception cref="InvalidOperationException">It returned what would end the process.</exception>
    public IReadOnlyList<Tensor?>? Backward(IReadOnlyList<Tensor?> upstream)
    {
        if (Field<autograd.AutogradContext>("_context") is not { } context || Function is not { } function) return null;
        if (Method(function, "backward_internal") is null) return null;
        var given = upstream.Zip(Outputs, (gradient, output) => gradient ?? Absent(context, output)).ToList();
        var returned = (List<Tensor?>?)Call(function, "backward_internal", context, given);
        RequireAcceptable(returned);
        return returned;
    }

    /// <inheritdoc />
    public bool Equals(FunctionNode? other) => ReferenceEquals(node, other?.node);

    /// <inheritdoc />
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(node);

    private static object? Call(object function, string method, params object[] arguments)
    {
        try
        {
            return Method(function, method)?.Invoke(function, arguments);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Capture(inner).Throw();
            throw;
        }
    }

    private static MethodInfo? Method(object function, string name)
        => typeof(autograd.Function<>).MakeGenericType(function.GetType()).GetMethod(name, Hidden);

    private static Tensor Absent(autograd.AutogradContext context, Tensor? output)
        => context.MaterializeGrads && output is not null ? zeros_like(output) : (Tensor)HandleConstructor!.Invoke([IntPtr.Zero, true]);

    private void RequireAcceptable(List<Tensor?>? returned)
    {
        if (returned is null)
            throw new InvalidOperationException("backward returned null instead of a list with a gradient for each argument.");
        var isTensor = Field<List<bool>>("_isVariableInput") ?? [];
        var expected = isTensor.Count;
        var surplus = returned.Skip(expected).Any(gradient => gradient is { IsInvalid: false });
        if (returned.Count < expected || surplus)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"backward returned {returned.Count} gradients, and forward has {expected} arguments; ")
                + "return one for each, null for those that have none.");
        for (var index = 0; index < expected; index++)
        {
            if (!isTensor[index] && returned[index] is { IsInvalid: false })
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"backward returned a gradient for argument {index + 1} of forward, which is not a tensor; return null there."));
        }
    }

    private T? Field<T>(string name)
        where T : class => node.GetType().GetField(name, Hidden)?.GetValue(node) as T;
}
