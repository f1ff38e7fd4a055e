using CsCheck;
using ScratchVsAutograd.Build;

namespace ScratchVsAutograd.Tests.Build;

public class TorchSharpLibraryTests
{
    private static readonly SyntheticElf Shipped = new();

    /// <summary>What is wrong with the library, and what the message has to say.</summary>
    private static readonly Dictionary<string, (byte[] Library, string Says)> WrongFiles = new()
    {
        ["empty"] = ([], "ends at byte 0"),
        ["text"] = ([.. Enumerable.Repeat((byte)'x', 100)], "is not an ELF file for x86-64"),
        ["four bytes"] = (Shipped.ToBytes()[..4], "ends at byte 4"),
        ["truncated"] = (Shipped.ToBytes()[..^100], "ends at byte"),
        ["32 bits"] = ((Shipped with { Class = 1 }).ToBytes(), "is not an ELF file for x86-64"),
        ["ARM"] = ((Shipped with { Machine = 183 }).ToBytes(), "is not an ELF file for x86-64"),
        ["no versions"] = ((Shipped with { NeededVersionsType = 3 }).ToBytes(), "has no section of type 0x6FFFFFFE"),
        ["no libstdc++"] = ((Shipped with { Provider = "libc.so.6" }).ToBytes(), "does not need libstdc++.so.6"),
        ["no initializer"] = (Without("_ZSt21ios_base_library_initv"), "asks for GLIBCXX_3.4.32 through no symbol"),
        ["no substitute"] = (Without("THSAutograd_isGradEnabled"), "does not define THSAutograd_isGradEnabled"),
        ["imported substitute"] = (With(("THSAutograd_isGradEnabled", 1, false)), "does not define THSAutograd_isGradEnabled"),
        ["defined initializer"] =
            (With(("_ZSt21ios_base_library_initv", 4, true)), "asks for GLIBCXX_3.4.32 through _ZSt21ios_base_library_initv"),
        ["another new symbol"] =
            (With(("_ZNSo5flushEv", 4, false)), "asks for GLIBCXX_3.4.32 through _ZNSo5flushEv, _ZSt21ios_base_library_initv"),
        ["another new version"] =
            (WithVersions(("GLIBCXX_3.4.30", 3), ("GLIBCXX_3.4.32", 4), ("GLIBCXX_3.4.33", 5)), "asks for GLIBCXX_3.4.32, GLIBCXX_3.4.33"),
        ["no older version"] =
            (WithVersions(("GLIBCXX_3.4", 2), ("GLIBCXX_3.4.32", 4)), "asks for GLIBCXX_3.4.32 and not for GLIBCXX_3.4.30"),
    };

    public static TheoryData<string> WrongFileNames => [.. WrongFiles.Keys];

    [Fact]
    public void The_three_fields_change_and_nothing_else()
    {
        var expected = Shipped with
        {
            Symbols = [.. Shipped.Symbols.Select(symbol =>
                symbol.Name == "_ZSt21ios_base_library_initv" ? ("THSAutograd_isGradEnabled", (ushort)1, false) : symbol)],
            Versions = [("GLIBCXX_3.4", 2), ("GLIBCXX_3.4.30", 4), ("GLIBCXX_3.4.30", 3)],
        };

        Assert.Equal(expected.ToBytes(), TorchSharpLibrary.Adapt(Shipped.ToBytes()));
    }

    [Fact]
    public void A_library_that_asks_for_nothing_new_stays_as_it_is()
    {
        var library = WithVersions(("GLIBCXX_3.4", 2), ("GLIBCXX_3.4.30", 4));

        Assert.Same(library, TorchSharpLibrary.Adapt(library));
    }

    [Theory]
    [MemberData(nameof(WrongFileNames))]
    public void A_wrong_file_gives_a_sentence(string name)
    {
        var (library, says) = WrongFiles[name];

        var error = Assert.Throws<InvalidDataException>(() => TorchSharpLibrary.Adapt(library));

        Assert.StartsWith("The library " + says, error.Message, StringComparison.Ordinal);
        Assert.Contains(", but the build expects ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_gives_a_library_or_a_sentence_and_nothing_else()
    {
        var sound = Shipped.ToBytes();
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte, Gen.Int[0, sound.Length]).Sample(
            (at, value, length) =>
            {
                var damaged = sound.ToArray();
                damaged[at] = value;
                return Record.Exception(() => TorchSharpLibrary.Adapt(damaged[..length])) is null or InvalidDataException;
            },
            seed: "0000000000000",
            iter: 5_000);
    }

    [Fact]
    public void The_shipped_library_asks_for_nothing_new_any_more()
    {
        var shipped = File.ReadAllBytes(Repository.ShippedTorchSharp);
        var before = shipped.ToArray();

        var adapted = TorchSharpLibrary.Adapt(shipped);

        Assert.Equal(before, shipped);
        Assert.Contains("GLIBCXX_3.4.32", VersionNames(shipped));
        Assert.DoesNotContain(VersionNames(adapted), name => name is "GLIBCXX_3.4.31" or "GLIBCXX_3.4.32" or "GLIBCXX_3.4.33");
        Assert.Same(adapted, TorchSharpLibrary.Adapt(adapted));
    }

    [Fact]
    public void In_the_shipped_library_one_symbol_and_one_version_change_and_no_other_byte()
    {
        var shipped = File.ReadAllBytes(Repository.ShippedTorchSharp);

        var adapted = TorchSharpLibrary.Adapt(shipped);

        Assert.Equal([(TorchSharpLibrary.Initializer, TorchSharpLibrary.Substitute)], Changed(SymbolNames(shipped), SymbolNames(adapted)));
        Assert.Equal([("GLIBCXX_3.4.32", TorchSharpLibrary.NewestVersion)], Changed(VersionNames(shipped), VersionNames(adapted)));
        // Two names and a hash of four bytes, and a version number of two.
        Assert.InRange(Changed(shipped, adapted).Count, 4, 14);
    }

    private static List<string> VersionNames(byte[] library) =>
        new ElfLibrary(library).VersionsOf(TorchSharpLibrary.Provider).ConvertAll(version => version.Name);

    private static List<string> SymbolNames(byte[] library) => new ElfLibrary(library).Symbols().ConvertAll(symbol => symbol.Name);

    private static List<(T Before, T After)> Changed<T>(IReadOnlyCollection<T> before, IReadOnlyCollection<T> after)
    {
        Assert.Equal(before.Count, after.Count);
        return [.. before.Zip(after).Where(pair => !EqualityComparer<T>.Default.Equals(pair.First, pair.Second))];
    }

    private static byte[] Without(string symbol) =>
        (Shipped with { Symbols = [.. Shipped.Symbols.Where(other => other.Name != symbol)] }).ToBytes();

    private static byte[] With((string Name, ushort Version, bool IsDefined) symbol) =>
        (Shipped with { Symbols = [.. Shipped.Symbols.Select(other => other.Name == symbol.Name ? symbol : other)] }).ToBytes();

    private static byte[] WithVersions(params (string Name, ushort Index)[] versions) => (Shipped with { Versions = versions }).ToBytes();
}
