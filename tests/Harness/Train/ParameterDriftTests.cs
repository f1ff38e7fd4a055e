using ScratchVsAutograd.Harness.Train;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Train;

public class ParameterDriftTests : TensorTest
{
    private static readonly Tolerance Percent = new(0.01, 0);

    [Fact]
    public void EachParameterIsHeldAgainstItsOwnMagnitude()
    {
        Leaf[] scratch = [Parameter("W1", 100.5, 1), Parameter("B1", 0.1, 0.202)];
        Leaf[] autograd = [Parameter("W1", 100, 1), Parameter("B1", 0.1, 0.2)];

        var drift = ParameterDrift.Between(scratch, autograd, Percent);
        Assert.Equal(0.5, drift.MaxAbs, 1e-12);
        Assert.Equal(0.01, drift.MaxRelative, 1e-12);
        Assert.Equal(1, drift.Budget, 1e-12);
        Assert.Equal("B1", drift.Furthest);
    }

    [Theory]
    [InlineData(1.0099, true)]
    [InlineData(1.0101, false)]
    [InlineData(0.9899, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void OneElementDecides(double element, bool within)
        => Assert.Equal(
            within, ParameterDrift.Between([Parameter("W1", 0.5, element)], [Parameter("W1", 0.5, 1)], Percent).WithinTolerance);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void WhatIsNotFiniteOnBothSidesDoesNotAgree(double element)
    {
        Leaf[] both = [Parameter("W1", 1), Parameter("B1", element), Parameter("W2", 1)];
        var drift = ParameterDrift.Between(both, both, Percent);
        Assert.False(drift.WithinTolerance);
        Assert.True(double.IsNaN(drift.MaxAbs) && double.IsNaN(drift.MaxRelative));
        Assert.Equal("B1", drift.Furthest);
    }

    [Fact]
    public void ZerosAreTheSame()
        => Assert.Equal(
            new ParameterDrift(0, 0, 0, "B1"),
            ParameterDrift.Between([Parameter("B1", 0, -0.0)], [Parameter("B1", 0, 0)], new Tolerance(1e-5, 1e-8)));

    private static Leaf Parameter(string name, params double[] elements) => new(name, tensor(elements), LeafRole.Parameter);
}
