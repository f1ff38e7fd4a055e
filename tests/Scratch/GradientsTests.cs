using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Scratch;

public sealed class GradientsTests : TensorTest
{
    private readonly Tensor W = ones(2, 3);

    [Fact]
    public void Are_keyed_by_the_object_and_not_by_its_value()
    {
        var d = new Gradients();
        d.Add(W, full_like(W, 7));
        Assert.NotNull(d.Find(W));
        Assert.Null(d.Find(W.clone()));
    }

    [Fact]
    public void A_tensor_of_NaN_finds_its_gradient()
    {
        var d = new Gradients();
        var t = full_like(W, double.NaN);
        d.Add(t, W);
        Assert.True(d[t].Equals(W));
    }

    [Fact]
    public void A_sum_over_the_literal_0_is_told_apart_from_other_shapes()
    {
        var b = zeros(3);
        var sum = Assert.Throws<ArgumentException>(() => new Gradients().Add(b, W.sum(0)));
        Assert.Contains(
            "It looks like sum(0), which C# takes for sum(ScalarType.Byte): write sum(0L).", sum.Message, StringComparison.Ordinal);
        var other = Assert.Throws<ArgumentException>(() => new Gradients().Add(b, W.sum()));
        Assert.DoesNotContain("sum(0)", other.Message, StringComparison.Ordinal);
        new Gradients().Add(b, W.sum(0L));
    }

    [Fact]
    public void Accumulate_over_uses_and_remember_each_line()
    {
        var d = new Gradients();
        d.Add(W, full_like(W, 1));
        d.Add(W, full_like(W, 2));
        d.Add(W, full_like(W, 4));
        Assert.True(d[W].Equals(full_like(W, 7)));
        var lines = d.Contributions(W).Select(term => term.WrittenAt.Line).ToArray();
        Assert.Equal([lines[0], lines[0] + 1, lines[0] + 2], lines);
        Assert.All(d.Contributions(W), term => Assert.EndsWith("GradientsTests.cs", term.WrittenAt.File, StringComparison.Ordinal));
        Assert.All(d.Contributions(W), term => Assert.Equal(nameof(Accumulate_over_uses_and_remember_each_line), term.WrittenAt.Member));
    }

    [Fact]
    public void Accumulating_leaves_what_was_handed_over_unchanged()
    {
        var d = new Gradients();
        var first = full_like(W, 1);
        d.Add(W, first);
        d.Add(W, full_like(W, 2));
        Assert.True(first.Equals(ones_like(W)));
    }

    [Fact]
    public void Outlive_the_dispose_scope_of_the_op_that_wrote_them()
    {
        var d = new Gradients();
        using (NewDisposeScope())
        {
            d.Add(W, full_like(W, 1));
            d.Add(W, full_like(W, 2));
        }

        Assert.True(d[W].Equals(full_like(W, 3)));
    }

    [Fact]
    public void Die_with_the_dispose_scope_they_were_made_in()
        => Assert.Equal(0, LiveTensorsLeftBy(() =>
        {
            using var scope = NewDisposeScope();
            var d = new Gradients();
            d.Add(W, full_like(W, 1));
            d.Add(W, full_like(W, 2));
        }));

    [Fact]
    public void Leave_nothing_to_finalizers_when_written_in_the_scope_they_were_made_in()
    {
        // A tensor that its scope has lost sight of would survive the scope, and its finalizer would end the process.
        var left = LiveTensorsLeftBy(() =>
        {
            using var scope = NewDisposeScope();
            new Gradients().Add(W, W);
            Assert.True(scope.DisposablesCount >= 2, $"the scope owns {scope.DisposablesCount} tensors");
        });
        Assert.Equal(0, left);
    }

    [Fact]
    public void Reading_what_nobody_wrote_names_the_tensor()
    {
        var trace = new Trace([new Leaf("W1", W, LeafRole.Parameter)]);
        var exception = Assert.Throws<InvalidOperationException>(() => new Gradients(trace)[W]);
        Assert.Contains("the gradient of W1, which nobody has written", exception.Message, StringComparison.Ordinal);
        Assert.Contains("GradientsTests.cs:", exception.Message, StringComparison.Ordinal);
        Assert.Contains(
            "an unnamed tensor of shape (2, 3)", Assert.Throws<InvalidOperationException>(() => new Gradients()[W]).Message,
            StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<Tensor>, string> Refused => new()
    {
        { "a shape that would broadcast", () => ones(3), "has shape (3,), the tensor has (2, 3)" },
        { "a transposed shape", () => ones(3, 2), "has shape (3, 2), the tensor has (2, 3)" },
        { "another dtype", () => ones(2, 3, ScalarType.Float64), "is Float64, the tensor is Float32" },
        { "a disposed tensor", Disposed, "is a disposed tensor" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuse(string what, Func<Tensor> gradient, string sentence)
    {
        var d = new Gradients();
        var exception = Assert.Throws<ArgumentException>(() => d.Add(W, gradient()));
        Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
        Assert.True(d.Find(W) is null, what);
    }

    private static Tensor Disposed()
    {
        var tensor = ones(2, 3);
        tensor.Dispose();
        return tensor;
    }
}
