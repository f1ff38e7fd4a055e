using ScratchVsAutograd.Harness.Diff;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Tests.Harness.Diff;

public sealed class GlobTests
{
    [Theory]
    [InlineData("fc.weight", "fc.weight", true)]
    [InlineData("fc.weight", "fcxweight", false)]
    [InlineData("*", "", true)]
    [InlineData("*.weight", "fc.weight", true)]
    [InlineData("*.weight", ".weight", true)]
    [InlineData("*.weight", "fc.weights", false)]
    [InlineData("fc*", "fc", true)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*b*c", "a1b2c", true)]
    [InlineData("a*b*c", "a1c2b", false)]
    [InlineData("a*bc*c", "abc", false)]
    [InlineData("**", "x", true)]
    public void A_star_stands_for_anything(string pattern, string name, bool expected)
        => Assert.Equal(expected, new Glob(pattern).Matches(name));

    [Theory]
    [InlineData("W1", "b1", "W1")]
    [InlineData("a.weight c.weight", "a.bias", "*weight")]
    [InlineData("a.weight c.weight", "", "*")]
    [InlineData("a.weight c.weight", "d.weight", "a.weight c.weight")]
    [InlineData("lstm.w_0 lstm.b_0", "attn.w", "lstm.*")]
    [InlineData("a.0.w a.1.w", "a.b b.w", "a.*w")]
    [InlineData("a.w b.w a.b b.b", "a.c", "*w *b")]
    public void Names_are_covered_by_one_pattern_where_there_is_one(string names, string others, string expected)
        => Assert.Equal(
            expected, string.Join(' ', Glob.Covering(names.Split(' '), others.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    [Theory]
    [InlineData("W=1,0", "W", "1,0")]
    [InlineData("a=b=2,0,1", "a=b", "2,0,1")]
    public void A_permutation_is_a_name_and_an_order(string text, string name, string order)
    {
        var permutation = Permutation.Parse(text);
        Assert.Equal((name, order), (permutation.Names.Pattern, Permutation.Text(permutation.Order)));
    }

    [Theory]
    [InlineData("W")]
    [InlineData("=1,0")]
    [InlineData("W=")]
    [InlineData("W=0")]
    [InlineData("W=0,0")]
    [InlineData("W=1,2")]
    [InlineData("W=-1,0")]
    [InlineData("W=1,,0")]
    [InlineData("W=a,b")]
    public void What_is_no_order_is_refused(string text)
        => Assert.Contains(
            "is not an order of axes", Assert.Throws<InputException>(() => Permutation.Parse(text)).Message, StringComparison.Ordinal);
}
