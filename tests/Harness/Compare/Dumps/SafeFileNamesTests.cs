using CsCheck;
using ScratchVsAutograd.Harness.Compare.Dumps;

namespace ScratchVsAutograd.Tests.Harness.Compare.Dumps;

public sealed class SafeFileNamesTests
{
    [Theory]
    [InlineData("W1", "W1.txt")]
    [InlineData("layers.0.weight", "layers.0.weight.txt")]
    [InlineData("block/W q", "block_W_q.txt")]
    [InlineData("../../etc", "_.._.._etc.txt")]
    [InlineData("", "_.txt")]
    [InlineData("con", "_con.txt")]
    [InlineData("NUL.grad", "_NUL.grad.txt")]
    [InlineData("∂L", "_L.txt")]
    public void A_name_is_made_safe(string name, string file) => Assert.Equal(file, Assert.Single(SafeFileNames.For([name], ".txt")));

    [Fact]
    public void What_a_file_system_takes_for_the_same_gets_a_number() => Assert.Equal(
        ["w1.txt", "W1-2.txt", "a_b.txt", "a_b-2.txt", "a_b-2-2.txt"],
        SafeFileNames.For(["w1", "W1", "a/b", "a b", "a_b-2"], ".txt").AsEnumerable());

    [Fact]
    public void Any_names_give_as_many_different_harmless_files() =>
        Gen.String[0, 120].Array[1, 8].Sample(names =>
        {
            var files = SafeFileNames.For(names, ".txt");
            Assert.Equal(names.Length, files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
            Assert.All(files, file => Assert.Matches(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,110}\.txt$", file));
        }, iter: 200, seed: "0000000000000");
}
