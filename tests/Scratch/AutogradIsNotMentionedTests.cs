using System.Reflection;
using System.Text.RegularExpressions;

namespace ScratchVsAutograd.Tests.Scratch;

/// <summary>The hand-written side must not lean on what it is checked against.</summary>
public sealed partial class AutogradIsNotMentionedTests
{
    [Theory]
    [InlineData("loss.backward();")]
    [InlineData("Z.retain_grad();")]
    [InlineData("W.requires_grad_(true)")]
    [InlineData("torch.autograd.grad(loss, W)")]
    [InlineData("var dW = W.grad;")]
    [InlineData("using var recording = enable_grad();")]
    public void The_check_finds(string line) => Assert.Matches(Forbidden(), line);

    [Fact]
    public void In_no_file_of_src_Scratch()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Scratch"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .ToList();
        Assert.True(files.Count >= 10, $"only {files.Count} source files were found");
        var mentions = from file in files
                       from line in File.ReadLines(file)
                       where Forbidden().IsMatch(line)
                       select $"{Path.GetFileName(file)}: {line.Trim()}";
        Assert.Empty(mentions);
    }

    [Fact]
    public void Scratch_refers_to_no_other_room()
    {
        var references = Assembly.Load("ScratchVsAutograd.Scratch").GetReferencedAssemblies().Select(name => name.Name);
        Assert.DoesNotContain("ScratchVsAutograd.Comparison", references);
        Assert.DoesNotContain("scratch-vs-autograd", references);
    }

    [GeneratedRegex(@"\.backward\(|requires_grad|retain_grad|\bautograd\b|\.grad\b|enable_grad|no_grad", RegexOptions.CultureInvariant)]
    private static partial Regex Forbidden();
}
