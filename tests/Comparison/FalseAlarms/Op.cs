using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>One operation with its right backward, written by hand. At kinks it follows autograd's convention.</summary>
/// <param name="Name">In the name of a computation.</param>
/// <param name="Forward">The output from the inputs, leaves among them.</param>
/// <param name="Backward">From the inputs, the output and its gradient: the gradient of each input, null where it has none.</param>
internal sealed record Op(string Name, Func<Tensor[], Tensor> Forward, Func<Tensor[], Tensor, Tensor, Tensor?[]> Backward)
{
    /// <summary>An operation on one input.</summary>
    public static Op Unary(string name, Func<Tensor, Tensor> forward, Func<Tensor, Tensor, Tensor, Tensor> backward)
        => new(name, x => forward(x[0]), (x, y, dY) => [backward(x[0], y, dY)]);

    /// <summary>An operation on two inputs that broadcast: what each was stretched by is summed again.</summary>
    public static Op Binary(
        string name, Func<Tensor, Tensor, Tensor> forward, Func<Tensor, Tensor, Tensor, Tensor, (Tensor, Tensor)> backward)
        => new(name, x => forward(x[0], x[1]), (x, y, dY) =>
        {
            var (dFirst, dSecond) = backward(x[0], x[1], y, dY);
            return [SummedTo(x[0], dFirst), SummedTo(x[1], dSecond)];
        });

    private static Tensor SummedTo(Tensor like, Tensor gradient)
    {
        var stretched = Enumerable.Range(0, (int)gradient.dim()).Where(axis => like.shape[axis] == 1 && gradient.shape[axis] != 1);
        long[] axes = [.. stretched.Select(axis => (long)axis)];
        return axes.Length == 0 ? gradient : gradient.sum(axes, keepdim: true);
    }
}
