using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Tests.Comparison.Text;

/// <summary>What counts as the same said of several tensors.</summary>
public sealed class SameFindingsTests
{
    [Theory]
    [InlineData("The gradient of W1 is 2 times too large.", "W1", "The gradient of W12 is 2 times too large.", "W12")]
    [InlineData("The gradient of Z3 lacks the factor A2.", "Z3", "The gradient of Z12 lacks the factor A11.", "Z12")]
    [InlineData("A's blocks.3.norm is transposed.", "blocks.3.norm", "A's blocks.4.norm is transposed.", "blocks.4.norm")]
    [InlineData("The gradient of W is zero.", "W", "The gradient of b is zero.", "b")]
    public void One_thing_said_of_two_tensors_is_one(string first, string nameOfFirst, string second, string nameOfSecond)
        => Assert.Equal(SameFindings.Skeleton(first, nameOfFirst), SameFindings.Skeleton(second, nameOfSecond));

    [Theory]
    [InlineData("The gradient of W1 is 2 times too large.", "W1", "The gradient of W2 is 3 times too large.", "W2")]
    [InlineData("The gradient of Z3 lacks the factor A2.", "Z3", "The gradient of Z4 lacks the factor A4.", "Z4")]
    [InlineData("The gradient of Z3 lacks the factor A2.", "Z3", "The gradient of Z3 lacks the factor B2.", "Z3")]
    [InlineData("W1 was rounded to float16.", "W1", "W17 was rounded to float32.", "W17")]
    [InlineData("W1 is wrong in slice 3 along axis 0.", "W1", "W2 is wrong in slice 4 along axis 0.", "W2")]
    public void Two_things_stay_two(string first, string nameOfFirst, string second, string nameOfSecond)
        => Assert.NotEqual(SameFindings.Skeleton(first, nameOfFirst), SameFindings.Skeleton(second, nameOfSecond));

    [Fact]
    public void Sentences_that_differ_in_a_name_are_one_with_the_names()
    {
        string[] names = ["W1", "W2", "W3"];
        Assert.Equal(
            ["Backward changed W1. The same holds for W2 and W3.", "Backward read W1 too early."],
            SameFindings.Together(
                ["Backward changed W1.", "Backward changed W2.", "Backward read W1 too early.", "Backward changed W3."], names));
    }

    [Theory]
    [InlineData(1, "W0")]
    [InlineData(6, "W0, W1, W2, W3, W4 and W5")]
    [InlineData(7, "W0, W1, W2 and 4 more")]
    [InlineData(1203, "W0, W1, W2 and 1,200 more")]
    public void Many_names_are_cut_with_a_count(int count, string expected)
        => Assert.Equal(expected, NameList.Short([.. Enumerable.Range(0, count).Select(number => $"W{number}")]));
}
