using System.Collections.Immutable;
using ScratchVsAutograd.Files;
using ScratchVsAutograd.Harness.Options;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>Compares two files or folders of tensors: A is judged, B is the reference.</summary>
internal static class Differ
{
    /// <summary>Reads both sides pair by pair and compares them.</summary>
    /// <exception cref="InputException">A side cannot be read, or an option does not fit what is in it.</exception>
    public static DiffReport Run(string pathA, string pathB, DiffOptions options)
    {
        var (dumpSideA, dumpSideB) = options.DumpSides ?? (Side.DumpSides[0], Side.DumpSides[0]);
        using var a = Side.Open(pathA, dumpSideA, options.Ignored);
        using var b = Side.Open(pathB, dumpSideB, options.Ignored);
        RequireMeaningful(a, b, options);
        var judge = new PairJudge(a, b, a.Names.Count, options);
        var pairs = NameMatcher.Match(a.Names, b.Names, options, areNameless: a.IsNameless && b.IsNameless).Select(names => names switch
        {
            ({ } nameA, { } nameB) => judge.Judge(nameA, nameB),
            ({ } nameA, _) => new PairReport { A = a.Header(nameA), B = null, Verdict = PairVerdict.Extra },
            (_, var nameB) => new PairReport { A = null, B = b.Header(nameB!), Verdict = PairVerdict.Missing },
        }).ToImmutableArray();
        var names = new NameSuggestions(a, b, pairs);
        return new DiffReport
        {
            A = a.Report,
            B = b.Report,
            Pairs = pairs,
            Tolerances = [.. pairs.Select(pair => pair.Precision).OfType<ScalarType>().Distinct()
                .Select(dtype => (dtype, PreparedPair.For(dtype, options)))],
            Suggestions = [.. LayoutSuggestions.Of(pairs), .. names.Rules],
            SuggestedNames = names.Lines,
            SuggestedOptions = names.Options,
        };
    }

    private static void RequireMeaningful(Side a, Side b, DiffOptions options)
    {
        if (options.DumpSides is not null && a.Report.DumpSide is null && b.Report.DumpSide is null)
            throw new InputException("--side has no effect here: neither A nor B is a dump of this program; leave it out.");
        if (Path.GetFullPath(a.Report.Path) == Path.GetFullPath(b.Report.Path) && a.Report.DumpSide == b.Report.DumpSide)
            throw new InputException($"A and B are both {a.Report.Path}, which agrees with itself whatever is in it; give two"
                + $"{(a.Report.DumpSide is null ? "" : ", or two of its sides, such as --side scratch,autograd")}.");
        if (options.Permutations.FirstOrDefault(
            permutation => !a.Names.Any(name => permutation.AppliesTo(name, Axes(a.Header(name))))) is { } idle)
            throw new InputException(
                $"--permute: A has no tensor '{idle.Names.Pattern}' with {idle.Order.Length} axes; leave it out, or fix it.");

        if (options.Orders.FirstOrDefault(rule => !a.Names.Any(name => rule.AppliesTo(name, Shape(a.Header(name), options)))) is { } unused)
            throw new InputException($"--order: A has no tensor '{unused.Names.Pattern}' whose axis {unused.Order.Axis} falls into the "
                + $"parts of {unused.Order.Text}; leave it out, or fix it.");

        int Axes(TensorHeader header) => options.Squeeze ? header.Shape.Count(size => size != 1) : header.Shape.Length;
    }

    // As it is when its slices are ordered: without axes of size 1 where those are left out, and with its axes ordered.
    private static List<long> Shape(TensorHeader header, DiffOptions options)
    {
        List<long> shape = [.. header.Shape.Where(size => !options.Squeeze || size != 1)];
        var permutation = options.Permutations.FirstOrDefault(asked => asked.AppliesTo(header.Name, shape.Count));
        return permutation is null ? shape : [.. permutation.Order.Select(axis => shape[axis])];
    }
}
