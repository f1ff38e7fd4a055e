using System.CommandLine;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Harness.New;

/// <summary><c>new op NAME</c>: files to start from.</summary>
internal sealed class NewCommand(Terminal terminal)
{
    private readonly Argument<string> name = new("name") { Description = "The op's name, such as LayerNorm" };

    private readonly DefaultedOption<string> output = OptionFactory.Create(
        "--output", "DIR", "Where to write; created where it does not exist [the current folder]", OpTemplate.CurrentFolder,
        ValueParser.Path);

    public Command Create()
    {
        var op = new Command(
            "op", "Write an op with a hand-written forward and backward, which passes 'check' as it is, and its xunit test");
        op.Add(name);
        op.Add(output);
        op.SetAction(Run);
        return new Command("new", "Write files to start from") { op };
    }

    private void Run(ParseResult result)
    {
        var written = OpTemplate.Write(result.GetRequiredValue(name), output.ValueIn(result));
        terminal.Out.WriteLine($"Wrote {NameList.Of(written)}. Put your formula in, and then:");
        terminal.Out.WriteLine($"{CommandText.Program} check {written[0]}");
    }
}
