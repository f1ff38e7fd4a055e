using System.Collections.Immutable;
using System.CommandLine;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Harness.Diff;

// This folder: two files of tensors, A judged by B. Differ opens both (Side), pairs their tensors by name (NameMatcher, NameRule,
// NamesFile), puts A's into B's layout (Permutation, OrderRule) and has every pair judged (PairJudge) and explained (CauseFinder, with
// what is in Causes). Where names or layouts alone differ, PartnerFinder, NameSuggestions and LayoutSuggestions say what to type. A
// DiffReport comes out; DiffText, DiffFindings, DiffClosing and DiffJson write it.

/// <summary><c>diff A B</c>: two files of tensors, such as gradients from here and from PyTorch.</summary>
internal sealed class DiffCommand(Terminal terminal)
{
    private const string Description = """
        Compare two files of tensors, A judged by B

        A and B are each a .npz, a .npy, a folder of .npy, a .safetensors, or a dump of this program.
        Examples:
          scratch-vs-autograd diff mine.npz torch.npz
          scratch-vs-autograd diff mine.safetensors torch.safetensors --map 's/^module\.//'
          scratch-vs-autograd diff dump torch.npz --names names.txt --squeeze --permute '*.weight=1,0'
        """;

    private readonly Argument<string?> a = Side("A", "What is judged");

    private readonly Argument<string?> b = Side("B", "The reference");

    private readonly DefaultedOption<double?> rtol = OptionFactory.Create<double?>(
        "--rtol", "R", "Relative tolerance [float32 1e-5, float64 1e-9, bfloat16 1.6e-2, float16 1e-3]", null,
        text => ValueParser.NonNegative(text));

    private readonly DefaultedOption<double?> atol = OptionFactory.Create<double?>(
        "--atol", "A", "Absolute tolerance [float32 1e-8, float64 1e-12, bfloat16 and float16 1e-5]", null,
        text => ValueParser.NonNegative(text));

    private readonly DefaultedOption<string?> names = OptionFactory.Create(
        "--names", "FILE", "Which tensor of A is which of B: one pair a line, A's name and B's", (string?)null, ValueParser.Path);

    private readonly Option<string[]> maps = OptionFactory.Repeatable(
        "--map", "s/OLD/NEW/", "Turn A's names into B's, as sed does; may be repeated");

    private readonly Option<string[]> permutations = OptionFactory.Repeatable(
        "--permute", "NAME=1,0", "Order the axes of A's tensors as numpy.transpose does; * in a name stands for anything; may be repeated");

    private readonly Option<string[]> orders = OptionFactory.Repeatable(
        "--order", "NAME=0:0,2,1,3", "After that, order equal blocks along an axis of A's tensors, or the axis seen as several "
            + "(NAME=0:3x8x64:1,0,2); may be repeated");

    private readonly Option<string[]> ignored = OptionFactory.Repeatable(
        "--ignore", "NAME", "Leave out tensors on either side; * stands for anything; may be repeated");

    private readonly Option<bool> squeeze = OptionFactory.Flag("--squeeze", "Drop axes of size 1 on both sides");

    private readonly Option<bool> cast = OptionFactory.Flag(
        "--cast", "Where dtypes differ, compare the values, held to the less precise dtype");

    private readonly DefaultedOption<(string A, string B)?> side = OptionFactory.Create<(string A, string B)?>(
        "--side", "scratch|autograd|value[,…]", "Which values of a dump of this program, one word for both or A's,B's [scratch]", null,
        text => DumpSides(text));

    private readonly ReportFiles files = new();

    private readonly DefaultedOption<TimeSpan> whySeconds = ToleranceOptions.WhySeconds();

    private readonly TableOptions table = new();

    public Command Create()
    {
        var command = new Command("diff", Description);
        foreach (var argument in new[] { a, b }) command.Add(argument);
        foreach (var option in new Option[] { rtol, atol, names, maps, permutations, orders, ignored, squeeze, cast, side, whySeconds })
            command.Add(option);
        files.AddTo(command);
        table.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult result)
    {
        if (result.GetValue(a) is not { } pathA || result.GetValue(b) is not { } pathB)
        {
            throw new InputException($"diff has {(result.GetValue(a) is null ? "no file" : "one file")} to compare; "
                + "give two, A to be judged and B the reference, as in diff mine.npz torch.npz.");
        }

        var asked = files.Asked(result);
        InputFiles[] sides = [new("A", pathA), new("B", pathB)];
        OutputFile.RequireWritable(names.ValueIn(result) is { } file ? [.. sides, new("--names", file)] : sides, asked);
        var rows = table.Rows(result);
        var report = Compare(pathA, pathB, Options(result) with { KeepPictures = ReportFormat.NeedsPictures(asked) });
        var (text, command) = (DiffText.Of(report, rows, table.Legend(result)), CommandText.Of(result));
        var results = new Results(
            [text], report, stream => DiffJson.Write(stream, report, command), () => DiffPage.Of(report, text, command));
        ReportFiles.Write(asked, results, terminal);
        return report.Agrees ? ExitCode.Agree : ExitCode.Disagree;
    }

    private static DiffReport Compare(string pathA, string pathB, DiffOptions options)
    {
        try
        {
            return Differ.Run(pathA, pathB, options);
        }
        catch (Exception exception) when (MemoryShortage.Explains(exception))
        {
            throw new InputException(
                "There is not enough memory for these tensors, which are held in pairs; compare smaller ones, or leave some out with "
                    + "--ignore.", exception);
        }
    }

    private DiffOptions Options(ParseResult result) => new()
    {
        Rtol = rtol.ValueIn(result),
        Atol = atol.ValueIn(result),
        NamesFile = names.ValueIn(result),
        Rules = [.. result.GetValue(maps)?.Select(NameRule.Parse) ?? []],
        Permutations = [.. result.GetValue(permutations)?.Select(Permutation.Parse) ?? []],
        Orders = [.. result.GetValue(orders)?.Select(OrderRule.Parse) ?? []],
        Ignored = [.. result.GetValue(ignored)?.Select(pattern => new Glob(pattern)) ?? []],
        Squeeze = result.GetValue(squeeze),
        Cast = result.GetValue(cast),
        DumpSides = side.ValueIn(result),
        WhyTime = whySeconds.ValueIn(result),
    };

    private static Argument<string?> Side(string name, string description)
        => new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    private static (string A, string B) DumpSides(string text)
    {
        var words = text.Split(',').ToImmutableArray();
        if (words.Length is < 1 or > 2 || words.Any(word => !Diff.Side.DumpSides.Contains(word)))
        {
            throw new InputException($"'{text}' is not a side of a dump{Nearest.Question(text, Diff.Side.DumpSides)}; "
                + $"expected {string.Join(", ", Diff.Side.DumpSides)}, or A's and B's such as scratch,autograd.");
        }

        return (words[0], words[^1]);
    }
}
