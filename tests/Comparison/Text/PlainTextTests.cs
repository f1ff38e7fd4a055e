using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Tests.Comparison.Text;

/// <summary>A printed report as lines of text.</summary>
public class PlainTextTests
{
    private static readonly PrintedReport Everything = new()
    {
        Section = "A.cs: A",
        Title = "a on cpu",
        Facts = [new("printed", "two  spaces, and longer than the width that was asked for") { IsVerbatim = true }, new("loss", "1")],
        Table = new Table(
            [new("tensor"), new("budget", IsNumber: true)], [Table.Line(Tone.Good, "W", "0.5"), Table.Line(Tone.Bad, "bias", "12.25")])
        {
            Notes = [new TextLine("and 3 more")],
        },
        Legend = [new("budget", "above 1 is out")],
        Findings = [new("where", "W goes wrong in A.cs:3, and only there."), new("", "names") { IsVerbatim = true }],
        Worst = new Table([new("")], [Table.Line(Tone.Plain, "W[0]")]),
        Closing = "DISAGREE: all of it, and that is too long.",
        Outcome = Tone.Bad,
    };

    [Fact]
    public void It_is_laid_out_like_this()
        => Assert.Equal(
            """
            --- A.cs: A ------------------
            a on cpu
            printed   two  spaces, and longer than the width that was asked for
            loss      1

            tensor budget
            W         0.5
            bias    12.25
            and 3 more

            budget       above 1 is out

            where     W goes wrong in
                      A.cs:3, and only
                      there.
                      names

            W[0]

            DISAGREE: all of it, and that
            is too long.

            """.ReplaceLineEndings("\n"),
            PlainText.Of(Everything, width: 30));

    [Fact]
    public void What_is_empty_is_left_out()
    {
        Assert.Equal("AGREE.\n", PlainText.Of(new PrintedReport { Closing = "AGREE." }, width: 80));
        Assert.Equal("", PlainText.Of(new PrintedReport(), width: 80));
        Assert.Equal(
            ["AGREE.", "", "AGREE."],
            PlainText.Lines([new() { Closing = "AGREE." }, new(), new() { Closing = "AGREE." }], width: 80).Select(line => line.Text));
    }

    [Fact]
    public void A_list_has_no_heading_and_room_between_its_columns()
        => Assert.Equal(
            "A   right\nBig wrong\n".Replace("A   ", "A    ", StringComparison.Ordinal).Replace("Big ", "Big  ", StringComparison.Ordinal),
            PlainText.Of(
                new PrintedReport
                {
                    Table = new([new(""), new("")], [Table.Line(Tone.Good, "A", "right"), Table.Line(Tone.Bad, "Big", "wrong")]),
                }, 80));

    [Fact]
    public void Labels_and_tones_are_told_beside_the_text()
    {
        var lines = PlainText.Lines(Everything, width: 30).ToList();
        Assert.Equal(5, lines.Single(line => line.Text.StartsWith("where", StringComparison.Ordinal)).Label);
        Assert.Equal([Tone.Heading, Tone.Good, Tone.Bad], lines.Skip(5).Take(3).Select(line => line.Tone));
        Assert.Equal(Tone.Bad, lines[^1].Tone);
    }
}
