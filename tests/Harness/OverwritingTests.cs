using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Harness;

/// <summary>
/// No output takes the place of an input, of another output, or of the file that standard output goes to: one sentence, and nothing
/// changed.
/// </summary>
public sealed class OverwritingTests : IDisposable
{
    private const string Source = """
        public static class Op
        {
            public static Computation Square() => Computation.From(
                "square", [new Leaf("X", randn(3), LeafRole.Parameter)], t => (t["X"] * t["X"]).sum(), (t, d) => d.Add(t["X"], 2 * t["X"]));
        }
        """;

    private static readonly EnumerationOptions WithoutLinks = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly TemporaryFolder folder = new();

    public OverwritingTests()
    {
        File.WriteAllText(folder["Op.cs"], Source);
        File.WriteAllText(folder["data.csv"], "1,2,0\n3,4,1\n5,6,0\n7,8,1\n9,1,0\n");
        File.Copy(folder["data.csv"], folder["data.npz"]);
        File.WriteAllText(folder["names.txt"], "W W\n");
        Directory.CreateDirectory(folder["a"]);
        File.WriteAllText(folder["a/W.npy"], "an array");
        foreach (var name in new[] { "a.npz", "b.npz", "Op.dll", "Op.pdb", "Dependency.dll", "Op.deps.json" })
            File.WriteAllText(folder[name], name);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("check Op.cs --json Op.cs")]
    [InlineData("check Op.cs --json a/../Op.cs")]
    [InlineData("check Op.dll --json Op.dll")]
    [InlineData("check Op.dll --json Dependency.dll")]
    [InlineData("check Op.dll --json Op.pdb")]
    [InlineData("check Op.dll --json Op.deps.json")]
    [InlineData("diff a.npz b.npz --json a.npz")]
    [InlineData("diff a.npz b.npz --json b.npz")]
    [InlineData("diff a.npz b.npz --names names.txt --json names.txt")]
    [InlineData("diff a b.npz --json a/W.npy")]
    [InlineData("compare --data data.csv --json data.csv")]
    [InlineData("compare --data data.npz --dump data.npz")]
    [InlineData("train --data data.csv --csv data.csv")]
    public void An_input_is_not_overwritten(string command)
    {
        var content = Content();
        var run = In(command);
        Assert.Contains(" would overwrite ", run.Error, StringComparison.Ordinal);
        AssertRefused(run, content);
    }

    [Theory]
    [InlineData("compare --dump both.npz --json both.npz")]
    [InlineData("compare --dump both.npz --json a/../both.npz")]
    [InlineData("compare --dump new --json new")]
    [InlineData("compare --dump new --json new/manifest.json")]
    [InlineData("compare --dump new --json new/gradients.npz")]
    [InlineData("compare --dump new --json new/W1.txt")]
    [InlineData("compare --dump new/deep --json new")]
    public void Two_outputs_are_two_files(string command)
    {
        var content = Content();
        var run = In(command);
        Assert.Contains("--dump and --json both name ", run.Error, StringComparison.Ordinal);
        AssertRefused(run, content);
    }

    [BashTheory]
    [InlineData("ln -s Op.cs link", "check Op.cs --json link")]
    [InlineData("ln -s Op.cs link.cs", "check link.cs --json Op.cs")]
    [InlineData("ln Op.cs hard", "check Op.cs --json hard")]
    [InlineData("ln -s . here", "diff a.npz b.npz --json here/a.npz")]
    [InlineData("ln a/W.npy hard", "diff a b.npz --json hard")]
    [InlineData("ln -s data.csv link; ln -s link link2", "train --data data.csv --csv link2")]
    [InlineData("ln -s . here", "compare --dump here/both.npz --json both.npz", "--dump and --json both name")]
    [InlineData(":", "check Op.cs >> Op.cs", "Standard output goes to Op.cs")]
    [InlineData(":", "check Op.cs --json new.txt > new.txt", "is where standard output goes")]
    [InlineData(":", "train --epochs 1 --csv /dev/stdout | cat; exit ${PIPESTATUS[0]}", "is where standard output goes")]
    public void Links_and_redirections_do_not_hide_it(string prepare, string command, string sentence = " would overwrite ")
    {
        Bash.Run($"cd '{folder.Path}' && {prepare}");
        var content = Content();
        var run = Bash.Run($"cd '{folder.Path}' && TOOL {command}");
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal(content, Content().Where(entry => entry.Name != "new.txt"));
    }

    [Fact]
    public void What_is_beside_the_inputs_may_be_written_again_and_again()
    {
        for (var time = 0; time < 2; time++)
            Assert.Equal(ExitCode.Agree, In("compare --data data.csv --hidden none --dump dump --json dump/report.json").ExitCode);
        Assert.True(File.Exists(folder["dump/report.json"]));
    }

    [Fact]
    public void A_dump_that_cannot_be_written_does_not_take_the_verdict_with_it()
    {
        Directory.CreateDirectory(folder["dump"]);
        File.WriteAllText(folder["dump/W1.txt"], "mine");
        var run = In("compare --data data.csv --hidden none --dump dump --json report.json");
        Assert.Contains("W1.txt is there already", run.Error, StringComparison.Ordinal);
        Assert.Contains("AGREE: ", run.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.True(File.Exists(folder["report.json"]));
        Assert.Equal("mine", Assert.Single(Directory.EnumerateFiles(folder["dump"]).Select(File.ReadAllText)));
    }

    private void AssertRefused(CliRun run, IEnumerable<(string Name, string Text)> content)
    {
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Equal(content, Content());
    }

    private CliRun In(string command)
    {
        var previous = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder.Path);
        try
        {
            return CliRun.Of(command.Split(' '));
        }
        finally
        {
            Directory.SetCurrentDirectory(previous);
        }
    }

    private List<(string Name, string Text)> Content() =>
    [
        .. Directory.EnumerateFiles(folder.Path, "*", WithoutLinks).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(folder.Path, file), File.ReadAllText(file))),
    ];
}
