using ScratchVsAutograd.Files;
using ScratchVsAutograd.Harness.Diff;

namespace ScratchVsAutograd.Tests.Files.Npy;

/// <summary>Folders of .npy with folders in them: read, or refused by name; nothing is left out under an AGREE.</summary>
public sealed class NpyFolderTests : TensorTest
{
    private readonly TemporaryFolder folder = new();

    public override void Dispose()
    {
        folder.Dispose();
        base.Dispose();
    }

    [Fact]
    public void Folders_in_a_folder_are_read()
    {
        Put("a", ("W.npy", 1), ("encoder/0/weight.npy", 2), ("encoder/0/bias.npy", 3), (".cache/W.npy", 4));
        using var file = TensorFiles.Open(folder["a"]);
        Assert.Equal([".cache/W", "W", "encoder/0/bias", "encoder/0/weight"], file.Headers.Select(header => header.Name));
        Assert.Equal([4f, 1, 3, 2], file.Headers.Select(header => file.Read(header).item<float>()));
    }

    [Fact]
    public void A_difference_in_a_folder_of_a_folder_is_one()
    {
        Put("a", ("W.npy", 1), ("layer/W.npy", 2));
        Put("b", ("W.npy", 1), ("layer/W.npy", 3));
        Assert.Equal(["W agree", "layer/W disagree"], Words(Run()));
        Assert.True(Run("layer/*").Agrees);
    }

    [Fact]
    public void A_folder_that_is_a_link_is_refused_by_name()
    {
        Put("a", ("W.npy", 1));
        Put("b", ("W.npy", 1));
        Directory.CreateSymbolicLink(folder["a/again"], folder["a"]);
        var error = Assert.Throws<FileException>(() => Run());
        Assert.Contains("the folder 'again' in it is a link", error.Message, StringComparison.Ordinal);
        Assert.True(Run("again").Agrees);
    }

    [Theory]
    [InlineData("more.npz")]
    [InlineData("layer/more.safetensors")]
    [InlineData("W.NPY")]
    [InlineData("model.pt")]
    public void Tensors_of_another_kind_are_refused_by_name(string name)
    {
        Put("a", ("V.npy", 1));
        Put("b", ("V.npy", 1));
        Directory.CreateDirectory(Path.GetDirectoryName(folder[$"a/{name}"])!);
        File.WriteAllBytes(folder[$"a/{name}"], []);
        File.WriteAllText(folder["a/readme.txt"], "what these are");
        Assert.Contains($"'{name}' in it would not be read", Assert.Throws<FileException>(() => Run()).Message, StringComparison.Ordinal);
        Assert.True(Run(name).Agrees);
    }

    [Theory]
    [InlineData("objects", "pickled Python objects")]
    [InlineData("complex", "complex")]
    public void An_array_that_cannot_be_used_stops_only_who_does_not_ignore_it(string name, string found)
    {
        Put("a", ("V.npy", 1));
        Put("b", ("V.npy", 1));
        var descriptor = name == "objects" ? "|O" : "<c8";
        var bad = RawFiles.Npy($"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': (1,), }}", new byte[8]);
        File.WriteAllBytes(folder[$"a/{name}.npy"], bad);
        File.WriteAllBytes(
            folder["a.npz"], RawFiles.Zip(("V.npy", RawFiles.Float32Npy("(1,)", 1)), ($"{name}.npy", bad), ("notes.txt", [1])));
        foreach (var path in new[] { "a", "a.npz" })
        {
            Assert.Contains(found, Assert.Throws<FileException>(() => Of(path, "b", "notes.txt")).Message, StringComparison.Ordinal);
            Assert.True(Of(path, "b", "notes.txt", name).Agrees);
        }
    }

    [Fact]
    public void A_tensor_of_a_safetensors_that_cannot_be_used_stops_only_who_does_not_ignore_it()
    {
        const string Header =
            """{"V":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"Q":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[4,8]}}""";
        File.WriteAllBytes(folder["a.safetensors"], RawFiles.Safetensors(Header, [0, 0, 128, 63, 1, 2, 3, 4]));
        Put("b", ("V.npy", 1));
        Assert.Contains(
            "'Q' cannot be used", Assert.Throws<FileException>(() => Of("a.safetensors", "b")).Message, StringComparison.Ordinal);
        Assert.True(Of("a.safetensors", "b", "Q").Agrees);
        // Where its content is has to add up all the same.
        File.WriteAllBytes(folder["a.safetensors"], RawFiles.Safetensors(Header, [0, 0, 128, 63, 1, 2, 3]));
        Assert.Throws<FileException>(() => Of("a.safetensors", "b", "Q"));
    }

    [Fact]
    public void What_climbs_out_of_an_archive_is_refused_though_it_is_ignored()
    {
        File.WriteAllBytes(
            folder["a.npz"], RawFiles.Zip(("V.npy", RawFiles.Float32Npy("(1,)", 1)), ("../W.npy", RawFiles.Float32Npy("(1,)", 1))));
        Put("b", ("V.npy", 1));
        Assert.Contains("without '..'", Assert.Throws<FileException>(() => Of("a.npz", "b", "*W*")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.npz", "b.npz", "V extra, W missing")]
    [InlineData("a/V.npy", "b.npz", "V extra, W missing")]
    [InlineData("a/V.npy", "b/W.npy", "V agree")]
    public void Two_names_are_no_pair_for_being_alone(string a, string b, string expected)
    {
        Put("a", ("V.npy", 1));
        Put("b", ("W.npy", 1));
        File.WriteAllBytes(folder["a.npz"], RawFiles.Zip(("V.npy", RawFiles.Float32Npy("(1,)", 1))));
        File.WriteAllBytes(folder["b.npz"], RawFiles.Zip(("W.npy", RawFiles.Float32Npy("(1,)", 1))));
        var report = Of(a, b);
        Assert.Equal(expected, string.Join(", ", Words(report)));
        Assert.Equal(report.Agrees ? "" : "V W", string.Join(", ", report.SuggestedNames.Select(names => $"{names.A} {names.B}")));
    }

    private DiffReport Run(params string[] ignored) => Of("a", "b", ignored);

    private DiffReport Of(string a, string b, params string[] ignored)
        => Differ.Run(folder[a], folder[b], new DiffOptions { Ignored = [.. ignored.Select(pattern => new Glob(pattern))] });

    private static IEnumerable<string> Words(DiffReport report) => report.Pairs.Select(pair => $"{pair.Name} {pair.Verdict.Word()}");

    private void Put(string root, params (string Name, float Value)[] files)
    {
        foreach (var (name, value) in files)
        {
            var path = folder[$"{root}/{name}"];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, RawFiles.Float32Npy("(1,)", value));
        }
    }
}
