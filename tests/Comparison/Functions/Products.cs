using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace ScratchVsAutograd.Tests.Comparison.Functions;

/// <summary>y = x ∘ w as a custom function, dx = dy ∘ w and dw = dy ∘ x; what derives from it gets one thing wrong.</summary>
public abstract class Product<T> : SingleTensorFunction<T>
    where T : Product<T>, new()
{
    public override string Name => typeof(T).Name;

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (x, w) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([x, w]);
        return x * w;
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        return [.. Gradients(saved[0], saved[1], grad_output).Select(gradient => gradient!)];
    }

    protected virtual Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy) => [dy * w, dy * x];
}

public sealed class RightProduct : Product<RightProduct>;

/// <summary>Null where no gradient is needed, as functions that save work do.</summary>
public sealed class LazyProduct : Product<LazyProduct>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy)
        => [x.requires_grad ? dy * w : null, w.requires_grad ? dy * x : null];
}

public sealed class WrongSign : Product<WrongSign>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy) => [-dy * w, dy * x];
}

public sealed class WrongFactor : Product<WrongFactor>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy) => [dy * w, 1.001 * dy * x];
}

public sealed class OneWrongElement : Product<OneWrongElement>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy)
    {
        var dx = dy * w;
        dx[1, 2] = dx[1, 2] * 1.5;
        return [dx, dy * x];
    }
}

public sealed class ForgetsUpstream : Product<ForgetsUpstream>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy) => [w.clone(), dy * x];
}

public sealed class ZeroGradient : Product<ZeroGradient>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy) => [dy * w, zeros_like(w)];
}

public sealed class NotFinite : Product<NotFinite>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy) => [dy * w / 0.0, dy * x];
}

/// <summary>Reads the upstream gradient's memory as if its elements lay one after the other.</summary>
public sealed class RawStrides : Product<RawStrides>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy)
    {
        long[] rowMajor = [.. dy.shape.Select((_, axis) => dy.shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size))];
        var raw = dy.storage<double>().ToArray().Concat(new double[dy.numel()]).Take((int)dy.numel()).ToArray();
        return [tensor(raw, dy.shape).as_strided(dy.shape, rowMajor) * w, dy * x];
    }
}

public sealed class ForwardModifies : Product<ForwardModifies>
{
    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        ((Tensor)vars[0]).add_(1);
        return base.forward(ctx, vars);
    }
}

public sealed class BackwardModifies : Product<BackwardModifies>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy)
    {
        var dx = dy * w;
        w.detach().mul_(2);
        return [dx, dy * x];
    }
}

public sealed class ModifiesUpstream : Product<ModifiesUpstream>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy) => [dy * w, dy.mul_(x)];
}

public sealed class NullForNeeded : Product<NullForNeeded>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy) => [dy * w, null];
}

public sealed class TooFewGradients : Product<TooFewGradients>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy) => [dy * w];
}

public sealed class WrongShape : Product<WrongShape>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy) => [dy * w, (dy * x).flatten()];
}

public sealed class Throws : Product<Throws>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy) => throw new NotSupportedException("not written yet");
}

/// <summary>Takes it for granted that x needs a gradient.</summary>
public sealed class ThrowsWhereOneNeeds : Product<ThrowsWhereOneNeeds>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy)
        => x.requires_grad ? [dy * w, dy * x] : throw new InvalidOperationException("x has no gradient");
}

/// <summary>Forgets dw where x needs none.</summary>
public sealed class ForgetsWhereOneNeeds : Product<ForgetsWhereOneNeeds>
{
    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy) => x.requires_grad ? [dy * w, dy * x] : [null, null];
}

/// <summary>Right at its first call only.</summary>
public sealed class Accumulates : Product<Accumulates>
{
    private double calls;

    protected override Tensor?[] Gradients(Tensor x, Tensor w, Tensor dy) => [dy * w, (1 + calls++) * dy * x];
}

public sealed class ForwardCounts : Product<ForwardCounts>
{
    private double calls;

    public override Tensor forward(AutogradContext ctx, params object[] vars) => base.forward(ctx, vars) + calls++;
}
