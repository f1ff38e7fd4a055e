namespace MyOps.Tests;

public class LayerNormTests
{
    [Test]
    public void The_right_one_agrees() => LayerNormCheck.Right();

    [Test]
    public void The_wrong_one_does_not() => LayerNormCheck.Wrong();
}
