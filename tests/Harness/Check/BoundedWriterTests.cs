using ScratchVsAutograd.Harness.Check;

namespace ScratchVsAutograd.Tests.Harness.Check;

public sealed class BoundedWriterTests
{
    [Fact]
    public void Keeps_lines_once_and_the_last_without_its_end()
    {
        using var writer = new BoundedWriter();
        writer.Write("one\r\ntwo\none\nthree");
        Assert.Equal(["one", "two", "three"], writer.Lines);
    }

    [Fact]
    public void Keeps_a_few_lines_of_some_length_however_much_is_written()
    {
        using var writer = new BoundedWriter();
        for (var i = 0; i < 1_000; i++) writer.WriteLine(FormattableString.Invariant($"{i} ") + new string('x', 1_000));
        Assert.Equal(20, writer.Lines.Count);
        Assert.All(writer.Lines, line => Assert.Equal(500, line.Length));
    }
}
