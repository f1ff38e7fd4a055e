using ScratchVsAutograd;
using TorchSharp;
using Xunit;

public class MyOpTests
{
    [Fact]
    public void Gradients_written_by_hand_are_autograds()
    {
        torch.random.manual_seed(0);
        GradientAssert.Agrees(MyOp.Check);
    }
}
