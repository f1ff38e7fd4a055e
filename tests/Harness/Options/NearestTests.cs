using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Tests.Harness.Options;

/// <summary>The word that was meant, where one is near; none where none is.</summary>
public sealed class NearestTests
{
    private static readonly string[] Known = [
        "compare", "train", "diff", "check", "new", "list", "--learning-rate", "--seed", "float32", "float64"];

    [Theory]
    [InlineData("comapre", "compare")]
    [InlineData("compar", "compare")]
    [InlineData("compaare", "compare")]
    [InlineData("COMPARE", "compare")]
    [InlineData("comp", "compare")]
    [InlineData("chekc", "check")]
    [InlineData("dif", "diff")]
    [InlineData("--learning_rate", "--learning-rate")]
    [InlineData("--learnig-rtae", "--learning-rate")]
    [InlineData("-seed", "--seed")]
    [InlineData("flaot64", "float64")]
    public void A_word_with_a_slip_is_near(string typed, string meant) => Assert.Equal(meant, Nearest.Of(typed, Known));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("nonsense")]
    [InlineData("int32")]
    [InlineData("xavier")]
    [InlineData("tarin-it-all-again")]
    public void Any_other_is_not(string typed) => Assert.Null(Nearest.Of(typed, Known));
}
