using ScratchVsAutograd.Harness.Check;

namespace ScratchVsAutograd.Tests.Harness.Check;

public sealed class LastWordsTests
{
    [Theory]
    [InlineData(
        "its process overflowed the stack in Bad.Deep", 134,
        "Stack overflow.", "Repeat 100 times:", "------", "   at Bad.Deep(Int32)", "------",
        "   at Bad+<>c.<Overflows>b__5_0(Trace, Gradients)")]
    [InlineData(
        "System.InvalidOperationException: on a thread ended its process at Op.cs:35", 134,
        "chatter", "Unhandled exception. System.InvalidOperationException: on a thread.", "   at System.Foo.Bar()",
        "   at Op.Backward(Trace t) in Op.cs:line 35")]
    [InlineData(
        "enough ended its process in System.Environment.FailFast", 134, "Process terminated. enough",
        "   at System.Environment.FailFast(System.String)")]
    [InlineData(
        "enough ended its process in System.Environment.FailFast", 134, "Process terminated.", "enough",
        "   at System.Environment.FailFast(System.String)")]
    [InlineData(
        "the native library ended its process: mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", 134,
        "terminate called after throwing an instance of 'c10::Error'", "  what():  mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)",
        "Exception raised from meta")]
    [InlineData("its process ran out of memory", 134, "Out of memory.")]
    [InlineData("its process was killed (signal 9), as systems do where memory runs out", 137, "chatter")]
    [InlineData("its process accessed memory that is not its own (signal 11)", 139)]
    [InlineData("its process ended with exit code 0 before the check did", 0)]
    public void An_end_in_words(string expected, int exitCode, params string[] standardError)
    {
        var words = new LastWords();
        foreach (var line in standardError) words.Add(line);
        words.Add(null);
        Assert.Equal(expected, words.Describe(exitCode));
    }

    [Fact]
    public void Chatter_before_the_end_does_not_hide_it()
    {
        var words = new LastWords();
        for (var i = 0; i < 10_000; i++) words.Add("[W] Could not initialize NNPACK!");
        words.Add("Stack overflow.");
        words.Add("   at Deep.Down()");
        for (var i = 0; i < 10_000; i++) words.Add("   at Deep.Down()");
        Assert.Equal("its process overflowed the stack in Deep.Down", words.Describe(134));
    }
}
