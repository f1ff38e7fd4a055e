using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>
/// What the words of a report's tables mean, a line each; the documents show the same lines, and a test holds them to it.
/// </summary>
internal static class Legend
{
    /// <summary>The columns with numbers, which every table has.</summary>
    public static IReadOnlyList<(string Word, string Meaning)> Columns { get; } =
    [
        ("allclose", "every element is within tolerance, decided as torch.allclose does"),
        ("bits", "equal: every element has the same bits on both sides"),
        ("budget", "the largest share of its tolerance an element used; above 1 is out"),
        ("max abs", "the largest absolute difference"),
        ("ulp", "the same in steps of the dtype's last digit; large near 0"),
        ("out/of", "how many elements are out of tolerance, of how many"),
    ];

    /// <summary>The verdicts, and what only some tables have.</summary>
    public static IReadOnlyList<(string Word, string Meaning)> Verdicts { get; } =
    [
        ("kinks", "how many elements lie at a kink, where nothing can be measured"),
        ("agree", "within tolerance, and the check could have failed"),
        ("zero", "zero on both sides, exactly or up to rounding"),
        ("rounding", "out of tolerance, but the same formula: the two agree in float64"),
        ("reference", "autograd's own gradient is the wrong one"),
        ("origin", "wrong with a correct upstream gradient: the error is made here"),
        ("inherited", "wrong only because an upstream gradient was"),
        ("unstable", "the same formula, but scratch loses far more digits"),
        ("disagree", "out of tolerance"),
        ("blind", "within tolerance only because atol is too large for the tensor"),
        ("missing", "the judged side has no gradient, the other has one"),
        ("extra", "the judged side has a gradient, the other has none"),
        ("shape", "not comparable, even if broadcasting would let it pass"),
        ("dtype", "not comparable, even if a cast would let it pass"),
        ("non-finite", "they differ, and some elements are NaN or infinite"),
        ("modified", "backward changed the tensor, or a gradient already handed over"),
        ("unrepeatable", "a second run gives a different gradient"),
        ("layout", "a different gradient when the upstream one's memory layout differs"),
        ("needs", "a different gradient when other inputs need one"),
        ("inconclusive", "every element lies at a kink; give the sample other values"),
    ];

    /// <summary>The columns, and of the other words those that were printed.</summary>
    /// <param name="printed">The words in the tables.</param>
    public static ImmutableArray<Entry> Of(IEnumerable<string> printed)
    {
        var words = printed.ToHashSet(StringComparer.Ordinal);
        return [.. Columns.Concat(Verdicts.Where(entry => words.Contains(entry.Word)))
            .Select(entry => new Entry(entry.Word, entry.Meaning))];
    }
}
