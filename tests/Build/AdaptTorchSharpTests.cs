using System.Runtime.InteropServices;
using ScratchVsAutograd.Build;

namespace ScratchVsAutograd.Tests.Build;

/// <summary>The task around the change: files, the question to the system, errors as MSBuild shows them.</summary>
public sealed class AdaptTorchSharpTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("adapt-torchsharp-").FullName;
    private readonly RecordingBuildEngine engine = new();

    private string Library => Path.Combine(folder, "shipped.so");

    private string Adapted => Path.Combine(folder, "adapted.so");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Writes_the_adapted_copy_and_leaves_the_shipped_file_alone()
    {
        var shipped = new SyntheticElf().ToBytes();
        File.WriteAllBytes(Library, shipped);
        File.WriteAllText(Adapted, "an older one");

        Assert.True(Run(always: true));

        Assert.Equal(TorchSharpLibrary.Adapt(shipped), File.ReadAllBytes(Adapted));
        Assert.Equal(shipped, File.ReadAllBytes(Library));
        Assert.Equal([Adapted, Library], Directory.GetFiles(folder).Order());
    }

    [Fact]
    public void A_hard_link_to_the_older_copy_keeps_its_content()
    {
        File.WriteAllBytes(Library, new SyntheticElf().ToBytes());
        File.WriteAllText(Adapted, "an older one");
        using var older = new FileStream(Adapted, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        Assert.True(Run(always: true));

        Assert.Equal("an older one", new StreamReader(older).ReadToEnd());
    }

    [LinuxX64Fact]
    public void Adapts_where_the_system_lacks_the_symbol_and_copies_where_it_does_not()
    {
        var shipped = new SyntheticElf().ToBytes();
        File.WriteAllBytes(Library, shipped);
        var isNewEnough = NativeLibrary.TryGetExport(NativeLibrary.Load(TorchSharpLibrary.Provider), TorchSharpLibrary.Initializer, out _);

        Assert.True(Run(always: false));

        Assert.Equal(isNewEnough, File.ReadAllBytes(Adapted).AsSpan().SequenceEqual(shipped));
    }

    [Fact]
    public void A_wrong_file_is_an_error_with_a_code_and_a_sentence_and_writes_nothing()
    {
        File.WriteAllText(Library, new string('x', 1000));

        Assert.False(Run(always: true));

        var error = Assert.Single(engine.Errors);
        Assert.Equal("SVA001", error.Code);
        Assert.Equal(Library, error.File);
        Assert.StartsWith("The library is not an ELF file for x86-64, but", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.Message, StringComparison.Ordinal);
        Assert.Equal([Library], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_missing_file_is_an_error_with_its_name()
    {
        Assert.False(Run(always: true));

        Assert.Contains(Library, Assert.Single(engine.Errors).Message, StringComparison.Ordinal);
    }

    private bool Run(bool always) =>
        new AdaptTorchSharp { BuildEngine = engine, Library = Library, Adapted = Adapted, Always = always }.Execute();
}
