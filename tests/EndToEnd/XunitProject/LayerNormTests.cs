namespace MyOps.Tests;

public class LayerNormTests
{
    [Fact]
    public void The_right_one_agrees() => LayerNormCheck.Right();

    [Fact]
    public void The_wrong_one_does_not() => LayerNormCheck.Wrong();
}
