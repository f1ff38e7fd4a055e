using ScratchVsAutograd.Harness.Diff;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Tests.Harness.Diff;

public sealed class NameRuleTests
{
    [Theory]
    [InlineData("s/^module\\.//", "module.fc.weight", "fc.weight")]
    [InlineData("s/^module\\.//", "a.module.b", "a.module.b")]
    [InlineData("s/\\./\\//", "a.b.c", "a/b.c")]
    [InlineData("s/\\./\\//g", "a.b.c", "a/b/c")]
    [InlineData("s|a/b|c|", "a/b/a/b", "c/a/b")]
    [InlineData("s/W/w/gi", "Ww", "ww")]
    [InlineData("s/([a-z]+)([0-9])/\\2.\\1/", "fc1", "1.fc")]
    [InlineData("s/([a-z]+)([0-9])/$2$1/", "fc1", "1fc")]
    [InlineData("s/$/.weight/", "fc", "fc.weight")]
    [InlineData("s/x/a\\\\b/", "x", "a\\\\b")]
    public void Rewrites_as_sed_does(string rule, string name, string expected) => Assert.Equal(expected, NameRule.Parse(rule).Apply(name));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("a=b")]
    [InlineData("s/a/b")]
    [InlineData("s/a/b/c/d")]
    [InlineData("s//b/")]
    [InlineData("s/a/b/x")]
    [InlineData("s/(/b/")]
    [InlineData("y/a/b/")]
    public void What_is_no_rule_is_refused(string rule)
        => Assert.Contains(
            "expected s/old/new/", Assert.Throws<InputException>(() => NameRule.Parse(rule)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_expression_without_end_is_given_up()
    {
        var rule = NameRule.Parse("s/^(a+)+$/x/");
        Assert.Contains(
            "write a simpler one", Assert.Throws<InputException>(() => rule.Apply(new string('a', 40) + "b")).Message,
            StringComparison.Ordinal);
    }
}
