using System.Text.RegularExpressions;
using ScratchVsAutograd.Harness;

namespace ScratchVsAutograd.Tests.Documents;

/// <summary>Every command line of ours that a document shows is one that the program takes: each command and each option exists.</summary>
public sealed partial class CommandLineTests
{
    // Those of other programs, such as dotnet and ldd.
    private static readonly string[] Others = ["--project", "--global", "--prerelease", "--name", "--diagnostics", "--version-info"];

    private static readonly string[] Helped = ["compare", "train", "diff", "check", "ops", "learn", "new op", "list"];

    public static TheoryData<string> Commands =>
        [
            .. CodeBlock.Documents.SelectMany(
                document => CommandLine().Matches(CodeBlock.Read(document)).Select(match => match.Groups["args"].Value.Trim())).Distinct()];

    public static TheoryData<string> Options =>
    [
        .. CodeBlock.Documents.SelectMany(document => Option().Matches(CodeBlock.Read(document)).Select(match => match.Groups[1].Value))
            .Distinct().Except(Others),
    ];

    [Theory, MemberData(nameof(Commands))]
    public void The_program_takes_it(string args) => Assert.Null(Cli.ComplaintAbout([.. Words(args)]));

    [Theory, MemberData(nameof(Options))]
    public void Some_command_has_the_option(string option)
        => Assert.Contains(Helped, command => CliRun.Of([.. command.Split(' '), "--help"]).Out.Contains(option, StringComparison.Ordinal));

    [Fact]
    public void An_option_that_does_not_exist_is_noticed() => Assert.NotNull(Cli.ComplaintAbout(["check", "Swish.cs", "--filtre", "x"]));

    // As a shell would split it: quotes, and comments after a space.
    private static IEnumerable<string> Words(string args)
        => Word().Matches(Regex.Replace(args, @"\s#.*$", "")).Select(match => match.Value.Trim('\'', '"'));

    [GeneratedRegex(
        @"^(?:\$ )?(?:dotnet run --project src/Harness(?: --(?= ))?|scratch-vs-autograd)(?<args>(?: [^\n]*)?)$", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"(?<![\w-])(--[a-z][a-z-]+)(?![\w-])")]
    private static partial Regex Option();

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\S+")]
    private static partial Regex Word();
}
