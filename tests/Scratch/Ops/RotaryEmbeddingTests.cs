using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Scratch.Ops;

/// <summary>The angles of the rotary embedding; the rest is checked from its row.</summary>
public sealed class RotaryEmbeddingTests
{
    [Theory, InlineData(false), InlineData(true)]
    public void A_score_depends_on_the_distance_between_two_positions_alone(bool interleaved)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var (cos, sin) = RotaryEmbedding.Angles(9, 6, ScalarType.Float64);
        var (query, key) = (randn([6], ScalarType.Float64, generator: generator), randn([6], ScalarType.Float64, generator: generator));
        var Q = RotaryEmbedding.Forward(query.expand(9, 6), cos, sin, interleaved);
        var K = RotaryEmbedding.Forward(key.expand(9, 6), cos, sin, interleaved);
        var scores = Q.mm(K.t());
        foreach (var distance in new[] { -3, 0, 5 })
        {
            var same = scores.diagonal(distance);
            Assert.True(same.allclose(same[0].expand_as(same)));
        }

        Assert.False(scores[0, 0].allclose(scores[0, 5]));
    }

    [Fact]
    public void The_first_pair_turns_by_one_radian_a_position_and_the_last_by_a_power_of_the_base()
    {
        using var scope = NewDisposeScope();
        var (cos, sin) = RotaryEmbedding.Angles(3, 4, ScalarType.Float64);
        Assert.Equal(Math.Cos(2), cos[2, 0].item<double>(), 12);
        Assert.Equal(Math.Sin(2 * 0.01), sin[2, 1].item<double>(), 12);
    }
}
