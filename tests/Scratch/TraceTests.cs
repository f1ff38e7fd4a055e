using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Scratch;

public sealed class TraceTests : TensorTest
{
    private readonly Tensor X = randn(2, 3);
    private readonly Tensor W = randn(4, 3);

    private Trace Trace() => new([new Leaf("X", X, LeafRole.Input), new Leaf("W", W, LeafRole.Parameter)]);

    [Fact]
    public void Hands_out_leaves_by_name_as_the_same_object() => Assert.Same(X, Trace()["X"]);

    [Fact]
    public void Watch_returns_and_names_the_tensor()
    {
        var trace = Trace();
        var Z = trace.Watch("Z", X.mm(W.t()));
        Assert.Same(Z, trace["Z"]);
        Assert.Equal("Z", trace.NameOf(Z));
        Assert.Equal(["Z"], trace.Watched);
    }

    [Fact]
    public void Names_belong_to_the_object_and_not_to_its_value() => Assert.Null(Trace().NameOf(X.clone()));

    [Fact]
    public void Order_puts_a_leaf_where_it_was_first_read_and_unread_ones_last()
    {
        var trace = Trace();
        var kept = trace.Keep("M", X > 0);
        trace.Watch("Z", X.mm(trace["W"].t()));
        Assert.Equal(["M", "W", "Z", "X"], trace.Order);
        Assert.Same(kept, trace["M"]);
    }

    [Theory]
    [InlineData("X")]
    [InlineData("Z")]
    [InlineData("A")]
    public void A_name_is_given_once(string name)
    {
        var trace = Trace();
        trace.Watch("Z", X + 1);
        trace.Keep("A", X + 2);
        Assert.Contains(
            $"'{name}' is given twice", Assert.Throws<ArgumentException>(() => trace.Watch(name, X + 3)).Message, StringComparison.Ordinal);
        Assert.Contains(
            $"'{name}' is given twice", Assert.Throws<ArgumentException>(() => trace.Keep(name, X + 3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_is_named_once()
    {
        var exception = Assert.Throws<ArgumentException>(() => Trace().Watch("Z", X));
        Assert.Contains("'Z' is the same tensor object as 'X'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        var exception = Assert.Throws<KeyNotFoundException>(() => Trace()["Q"]);
        Assert.Contains("'Q'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("X, W", exception.Message, StringComparison.Ordinal);
    }
}
