using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis;

/// <summary>What a formula for a tensor may contain, in a computation with hundreds of names.</summary>
public sealed class SuspectTests : TensorTest
{
    private const int Layers = 60;

    [Fact]
    public void Of_a_long_computation_the_names_near_the_tensor_are_tried_and_the_constants()
    {
        var leaves = Enumerable.Range(1, Layers).Select(layer => Leaf.Parameter($"W{layer}", randn(3, 3) / 2))
            .Append(Leaf.Input("A0", randn(4, 3)))
            .Append(Leaf.Constant("R", randn(4, 3)));
        var suspect = Suspects.Of(Computation.From("long", [.. leaves], Forward, (t, d) => { }), "Z30");
        var names = suspect.Named.Select(named => named.Name).ToList();
        Assert.InRange(names.Count, 40, 41);
        Assert.All(["A29", "W30", "Z30", "A30", "Z31", "R"], name => Assert.Contains(name, names));
        Assert.DoesNotContain("Z1", names);
        Assert.Equal(suspect.Trace.Order.Where(names.Contains), names);
    }

    private static Tensor Forward(Trace t)
    {
        var A = t["A0"];
        for (var layer = 1; layer <= Layers; layer++)
            A = t.Watch($"A{layer}", t.Watch($"Z{layer}", A.mm(t[$"W{layer}"])).tanh());
        return (A * t["R"]).sum();
    }
}
