using ScratchVsAutograd.Harness.Ops;

namespace ScratchVsAutograd.Tests.Documents;

public sealed class OpsPageTests
{
    [Fact]
    public void The_page_of_ops_is_what_the_program_prints()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "ops.md"));
        Assert.True(
            page == OpsText.Markdown(), "docs/ops.md is out of date; write it anew: scratch-vs-autograd ops --markdown > docs/ops.md");
    }
}
