using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table.Whole;

/// <summary>
/// The gradients of a convolution by its input and by its kernel, with every stride, padding and dilation that the sizes allow, and
/// each with one of them wrong, or the kernel turned.
/// </summary>
internal static class Convolutions
{
    private const int MostSettings = 4;

    /// <summary>Every convolution of a gradient with a named tensor that has the space's shape.</summary>
    public static IEnumerable<Expression> Of(Atoms atoms, IReadOnlyList<string> upstreams, long[] space)
    {
        if (space.Length is not (3 or 4)) return [];
        return from upstream in upstreams
               let gradient = atoms.Shape(upstream)
               where gradient?.Length == space.Length
               from name in atoms.Others.Concat(atoms.Consumers).Where(name => !atoms.IsIndex(name))
               let other = atoms.Shape(name)
               where other?.Length == space.Length
               from expression in ByInput(upstream, gradient, name, other, space).Concat(ByKernel(upstream, gradient, name, other, space))
               select expression;
    }

    private readonly record struct Setting(long Stride, long Padding, long Dilation)
    {
        public string Text => string.Concat(
            Stride == 1 ? "" : $", stride {Stride}", Padding == 0 ? "" : $", padding {Padding}", Dilation == 1
                ? ""
                : $", dilation {Dilation}");

        public IEnumerable<Setting> Slips
        {
            get
            {
                var right = this;
                return new[] { 1L, 2, 3 }.Select(stride => right with { Stride = stride })
                    .Concat(
                        new[] { 0, right.Padding - 1, right.Padding + 1 }.Where(padding => padding >= 0)
                            .Select(padding => right with { Padding = padding }))
                    .Concat(new[] { 1L, 2 }.Select(dilation => right with { Dilation = dilation }))
                    .Where(slip => slip != right).Distinct();
            }
        }
    }

    private static IEnumerable<Expression> ByInput(string upstream, long[] gradient, string name, long[] kernel, long[] space)
    {
        if (gradient[0] != space[0] || gradient[1] != kernel[0] || kernel[1] == 0 || space[1] % kernel[1] != 0
            || kernel[0] % (space[1] / kernel[1]) != 0) yield break;
        var groups = space[1] / kernel[1];
        foreach (var setting in Settings(space, kernel, gradient))
        {
            yield return Made("", 2, setting, (w, _) => w);
            foreach (var slip in setting.Slips) yield return Made("", 4, slip, (w, _) => w);
            for (var axis = 2; axis < space.Length; axis++)
            {
                var turned = axis;
                yield return Made($"flip{Axis(axis)}", 3, setting, (w, _) => w.flip([turned]));
            }

            if (space.Length == 4)
            {
                yield return Made("flip₂₃", 3, setting, (w, _) => w.flip([2, 3]));
                if (kernel[2] == kernel[3]) yield return Made("transpose₂₃", 3, setting, (w, _) => w.transpose(2, 3));
            }

            if (kernel[0] == kernel[1]) yield return Made("transpose₀₁", 3, setting, (w, _) => w.transpose(0, 1));
        }

        Computed Made(string turned, int complexity, Setting setting, Func<Tensor, int, Tensor> kernelOf)
            => new($"conv_transpose(d{upstream}, "
                + $"{(turned.Length == 0 ? name : $"{turned}({name})")}{setting.Text}{(groups == 1 ? "" : $", groups {groups}")})",
                    Binding.Name, complexity,
                scene => scene.Gradient(upstream) is { } g && scene.Value(name) is { } w
                    ? Input(g, kernelOf(w, 0), setting, groups, space)
                    : null);
    }

    private static IEnumerable<Expression> ByKernel(string upstream, long[] gradient, string name, long[] input, long[] space)
    {
        if (gradient[0] != input[0] || gradient[1] != space[0] || space[1] == 0 || input[1] % space[1] != 0
            || space[0] % (input[1] / space[1]) != 0) yield break;
        var groups = input[1] / space[1];
        foreach (var setting in Settings(input, space, gradient))
        {
            yield return Made(2, setting);
            foreach (var slip in setting.Slips) yield return Made(4, slip);
        }

        Computed Made(int complexity, Setting setting)
            => new($"conv_weight({name}, d{upstream}{setting.Text}{(groups == 1 ? "" : $", groups {groups}")})", Binding.Name, complexity,
                scene => scene.Gradient(upstream) is { } g && scene.Value(name) is { } x ? Kernel(g, x, setting, groups, space) : null);
    }

    // The same along every axis, as most are.
    private static IEnumerable<Setting> Settings(long[] input, long[] kernel, long[] output)
        => (from stride in new[] { 1L, 2, 3, 4 }
            from dilation in new[] { 1L, 2 }
            from padding in new[] { 0L, 1, 2, 3 }
            where Enumerable.Range(2, input.Length - 2).All(axis =>
                input[axis] + 2 * padding - dilation * (kernel[axis] - 1) - 1 is var free and >= 0 && free / stride + 1 == output[axis])
            orderby padding + dilation + stride
            select new Setting(stride, padding, dilation)).Take(MostSettings);

    // x[l · s + k · d − p] += w[k] · y[l]
    private static Tensor Input(Tensor g, Tensor w, Setting setting, long groups, long[] space)
    {
        var axes = space.Length - 2;
        long[] Each(long value) => [.. Enumerable.Repeat(value, axes)];
        var full = axes == 1
            ? nn.functional.conv_transpose1d(g, w, stride: setting.Stride, dilation: setting.Dilation, groups: groups)
            : nn.functional.conv_transpose2d(g, w, strides: Each(setting.Stride), dilation: Each(setting.Dilation), groups: groups);
        for (var axis = 2; axis < space.Length; axis++)
        {
            var room = setting.Padding + space[axis] - full.shape[axis];
            if (room > 0)
                full = cat([full, zeros([.. full.shape.Select((size, other) => other == axis ? room : size)], ScalarType.Float64)], axis);
            full = full.narrow(axis, setting.Padding, space[axis]);
        }

        return full;
    }

    private static Tensor Kernel(Tensor g, Tensor x, Setting setting, long groups, long[] space)
    {
        var result = zeros(space, ScalarType.Float64);
        for (var axis = 2; axis < space.Length; axis++)
        {
            var (before, after) = (setting.Padding, setting.Stride * g.shape[axis] + setting.Dilation * space[axis]);
            x = cat([Zeros(x, axis, before), x, Zeros(x, axis, after)], axis);
        }

        var (outs, ins) = (space[0] / groups, space[1]);
        for (var group = 0L; group < groups; group++)
        {
            var (gradient, input) = (g.narrow(1, group * outs, outs), x.narrow(1, group * ins, ins));
            for (var first = 0; first < space[2]; first++)
            {
                var rows = Slice(input, 2, first);
                if (space.Length == 3)
                {
                    result.narrow(0, group * outs, outs)[.., .., first] = einsum("nol,ncl->oc", gradient, rows);
                    continue;
                }

                for (var second = 0; second < space[3]; second++)
                    result.narrow(0, group * outs, outs)[.., .., first, second] = einsum("nohw,nchw->oc", gradient, Slice(rows, 3, second));
            }
        }

        return result;

        Tensor Slice(Tensor padded, int axis, long at)
            => padded.narrow(axis, at * setting.Dilation, setting.Stride * (g.shape[axis] - 1) + 1)
                .slice(axis, 0, long.MaxValue, setting.Stride);
    }

    private static Tensor Zeros(Tensor like, int axis, long count)
        => zeros([.. like.shape.Select((size, other) => other == axis ? count : size)], ScalarType.Float64);

    private static char Axis(int axis) => (char)('₀' + axis);
}
