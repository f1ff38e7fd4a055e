namespace MyOps.Tests;

[TestClass]
public class LayerNormTests
{
    [TestMethod]
    public void The_right_one_agrees() => LayerNormCheck.Right();

    [TestMethod]
    public void The_wrong_one_does_not() => LayerNormCheck.Wrong();
}
