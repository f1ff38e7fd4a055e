using System.Text;
using ScratchVsAutograd.Harness.Ops.Checks;
using ScratchVsAutograd.Scratch.Catalogue;

namespace ScratchVsAutograd.Harness.Ops;

/// <summary>The catalogue in words: what there is, and what came of checking it.</summary>
internal static class OpsText
{
    private const string Passed = "ok", Failed = "FAIL", NotAsked = "-";

    /// <summary>A line for each op, family by family, and one for each check.</summary>
    public static string List()
    {
        var text = new StringBuilder();
        var width = OpCatalogue.Rows.Max(row => row.Name.Length);
        foreach (var family in OpCatalogue.Families)
        {
            text.AppendLine(family.Name);
            foreach (var row in family.Rows) text.AppendLine($"  {row.Name.PadRight(width)}  {FirstSentence(OpSource.Equation(row.Op))}");
            text.AppendLine();
        }

        text.AppendLine("Checks");
        foreach (var check in OpChecks.All) text.AppendLine($"  {check.Name.PadRight(width)}  {check.What}");
        return text.ToString();
    }

    /// <summary>The same as a Markdown page: docs/ops.md.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        text.AppendLine("# The catalogue of ops").AppendLine();
        text.Append(Invariant($"{OpCatalogue.Rows.Count} ops with forward and backward written by hand. "))
            .AppendLine("`scratch-vs-autograd ops` checks all of them, `ops NAME --show` prints one,");
        text.AppendLine("`compare op:NAME` compares one with autograd. This page is what `ops --markdown` prints.");
        foreach (var family in OpCatalogue.Families)
        {
            text.AppendLine().AppendLine($"## {family.Name}").AppendLine();
            text.AppendLine("| Op | Equation | Checked as |").AppendLine("| --- | --- | --- |");
            foreach (var row in family.Rows)
                text.AppendLine($"| [`{row.Name}`](../src/Scratch/Ops/{family.Name}/{row.Op.Name}.cs) | "
                    + $"{Escaped(OpSource.Equation(row.Op))} | {Escaped(string.Join("; ", row.Cases.Select(one => one.Name)))} |");
        }

        text.AppendLine().AppendLine("## What is checked of each").AppendLine();
        foreach (var check in OpChecks.All) text.AppendLine($"- `{check.Name}`: {check.What}");
        return text.ToString();
    }

    /// <summary>A table op × check, and below it what is wrong.</summary>
    public static string Table(IReadOnlyList<OpResult> results)
    {
        var text = new StringBuilder();
        var rows = results.Select(result => result.Row).Distinct().ToList();
        var width = rows.Max(row => row.Name.Length);
        text.AppendLine($"{"op".PadRight(width)} {string.Join(' ', OpChecks.All.Select(check => check.Name))}");
        foreach (var row in rows)
        {
            var cells = results.Where(result => result.Row == row).Select(result => Word(result).PadRight(result.Check.Name.Length));
            text.AppendLine($"{row.Name.PadRight(width)} {string.Join(' ', cells)}".TrimEnd());
        }

        foreach (var fault in results.SelectMany(result => result.Faults ?? [])) text.AppendLine().AppendLine(fault.TrimEnd());
        return text.AppendLine().AppendLine(Closing(results)).ToString();
    }

    /// <summary>The outcome of a check in a word.</summary>
    public static string Word(OpResult result) => result.Faults switch
    {
        null => NotAsked,
        [] => Passed,
        _ => Failed,
    };

    /// <summary>The outcome of all in one sentence.</summary>
    public static string Closing(IReadOnlyList<OpResult> results)
    {
        var rows = results.Select(result => result.Row).Distinct().ToList();
        var failing = results.Where(result => result.Faults is [_, ..]).Select(result => result.Row.Name).Distinct().ToList();
        var cases = Counted(rows.Sum(row => row.Cases.Count), "case");
        var what = $"{Counted(rows.Count, "op")} in {cases}, {Counted(OpChecks.All.Count, "check")} each";
        return failing.Count == 0 ? $"PASS: {what}." : $"FAIL: {NameList.Short(failing)} of {what}.";
    }

    private static string Counted(int count, string noun) => Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string FirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }

    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
