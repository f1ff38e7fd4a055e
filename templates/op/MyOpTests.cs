using ScratchVsAutograd.Comparison;
using Xunit;

public class MyOpTests
{
    [Fact]
    public void Gradients_written_by_hand_are_autograds() => GradientAssert.Agrees(new MyOpComputation());
}
