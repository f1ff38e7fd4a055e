using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using ScratchVsAutograd.Files;
using ScratchVsAutograd.Harness.Compare.Dumps;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Compare.Dumps;

public sealed class DumpWriterTests : IDisposable
{
    private const string PrintArrays = """
        with np.load(sys.argv[1], allow_pickle=False) as arrays:
            for name in arrays.files:
                array = arrays[name]
                assert array.flags.c_contiguous
                print(name, array.dtype.str, array.shape, array.tobytes().hex(), sep="|")
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Needs", "NumPy")]
    public void Every_verdicts_arrays_are_read_back() => AssertReadBack(MadeUpReport.OfEveryVerdict);

    [Theory]
    [InlineData(ScalarType.Float32, "<f4")]
    [InlineData(ScalarType.Float64, "<f8")]
    [InlineData(ScalarType.Float16, "<f2")]
    [InlineData(ScalarType.BFloat16, "<f4")]
    [Trait("Needs", "NumPy")]
    public void Each_dtype_is_read_back(ScalarType dtype, string stored)
    {
        var gradient = Snapshots.Of(dtype, [2, 3], 1e-5, -0.1, 0, -0.0, double.NaN, double.NegativeInfinity);
        AssertReadBack(MadeUpReport.Of(dtype, MadeUpReport.Tensor("W1", Verdict.NonFinite, [2, 3], (gradient, gradient))));
        Assert.All(Stored(), array => Assert.Equal(stored, array.Array.Descriptor));
    }

    [Theory]
    [InlineData()]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData(5L)]
    [InlineData(2L, 0L, 3L)]
    [InlineData(2L, 3L, 4L, 5L)]
    [Trait("Needs", "NumPy")]
    public void Each_rank_is_read_back(params long[] shape)
    {
        var count = (int)shape.Aggregate(1L, (product, size) => product * size);
        var gradient = MadeUpReport.Float32(shape, Snapshots.Normal(count, seed: 3));
        AssertReadBack(MadeUpReport.Of(ScalarType.Float32, MadeUpReport.Tensor("W1", Verdict.Agree, shape, (gradient, gradient))));
    }

    [Fact]
    public void Each_tensor_has_a_text_and_the_manifest_says_which()
    {
        DumpWriter.Write(folder.Path, MadeUpReport.OfEveryVerdict);

        using var manifest = JsonDocument.Parse(File.ReadAllText(folder["manifest.json"]));
        var entries = manifest.RootElement.GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal("scratch-vs-autograd/dump-1", manifest.RootElement.GetProperty("schema").GetString());
        Assert.Equal(
            ["W1 W1.txt agree", "B1 B1.txt shape", "Z1 Z1.txt origin", "A1 A1.txt missing", "W2 W2.txt zero", "B2 B2.txt non-finite",
                "Z2 Z2.txt dtype", "γ/scale __scale.txt extra", "unused unused.txt zero"],
            entries.Select(entry => $"{entry.GetProperty("name")} {entry.GetProperty("text")} {entry.GetProperty("verdict")}"));
        Assert.Equal(
            [.. entries.Select(entry => entry.GetProperty("text").GetString()!).Concat(["gradients.npz", "manifest.json"])
                .Order(StringComparer.Ordinal)],
            folder.Entries);
        Assert.All(entries, entry => Assert.Contains(
            $"\n{entry.GetProperty("name")} (", File.ReadAllText(folder[entry.GetProperty("text").GetString()!]),
            StringComparison.Ordinal));
    }

    [Fact]
    public void The_manifest_names_every_array_with_its_stored_and_its_own_dtype()
    {
        var gradient = Snapshots.Of(ScalarType.BFloat16, [3], 1, 2, 3);
        DumpWriter.Write(
            folder.Path, MadeUpReport.Of(ScalarType.BFloat16, MadeUpReport.Tensor("W1", Verdict.Agree, [3], (gradient, null))));

        using var manifest = JsonDocument.Parse(File.ReadAllText(folder["manifest.json"]));
        var arrays = manifest.RootElement.GetProperty("entries")[0].GetProperty("arrays").EnumerateArray();
        Assert.Equal(
            ["W1/value [3] bfloat16 float32", "W1/scratch [3] bfloat16 float32"],
            arrays.Select(array => $"{array.GetProperty("name")} {array.GetProperty("shape")} {array.GetProperty("dtype")} "
                + $"{array.GetProperty("storedDtype")}"));
        Assert.Contains(
            "W1/scratch is bfloat16; gradients.npz stores it as float32, exactly", File.ReadAllText(folder["W1.txt"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_is_the_whole_tensor_under_where_it_comes_from()
    {
        DumpWriter.Write(folder.Path, MadeUpReport.OfEveryVerdict);
        Assert.Equal(
            """
            made-up on cpu, float32, rtol 1e-05, atol 1e-08
            written at src/Scratch/Ops/Linear.cs:40, Backward

            B2 (1, 3): non-finite, 2 of 3 elements out of tolerance
            B2[0, 0:3]

               scratch   | autograd  | difference
            0        NaN | 1.000e+00 | NaN*
            1        Inf |      -Inf | Inf*
            2  1.000e-01 | 1.000e-01 |   0

            * out of tolerance: |difference| > 1e-08 + 1e-05 |autograd|

            """,
            File.ReadAllText(folder["B2.txt"]));
    }

    [Fact]
    public void The_same_report_gives_the_same_bytes()
    {
        DumpWriter.Write(folder["one"], MadeUpReport.OfEveryVerdict);
        DumpWriter.Write(folder["two"], MadeUpReport.OfEveryVerdict);
        Assert.All(Directory.EnumerateFiles(folder["one"]), file =>
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(folder["two"], Path.GetFileName(file)))));
        using var archive = ZipFile.OpenRead(Path.Combine(folder["one"], "gradients.npz"));
        Assert.All(archive.Entries, entry => Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime));
    }

    [Fact]
    public void A_report_without_values_is_refused_and_nothing_is_left()
    {
        var report = MadeUpReport.OfEveryVerdict;
        var bare = report with { Tensors = report.Tensors.Replace(report.Tensors[^1], report.Tensors[^1] with { Values = null }) };
        Assert.Throws<ArgumentException>(() => DumpWriter.Write(folder["dump"], bare));
        Assert.Empty(folder.Entries);
    }

    [Fact]
    public void A_file_in_the_folders_place_is_refused()
    {
        File.WriteAllText(folder["dump"], "mine");
        var error = Assert.Throws<FileException>(() => DumpWriter.Write(folder["dump"], MadeUpReport.OfEveryVerdict));
        Assert.Contains("is a file, and a folder is needed", error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder["dump"]));
    }

    [Fact]
    public void A_later_dump_leaves_nothing_of_an_earlier_one_and_all_of_a_stranger()
    {
        DumpWriter.Write(folder.Path, MadeUpReport.OfEveryVerdict);
        File.WriteAllText(folder["notes.txt"], "mine");
        File.WriteAllText(folder["Z1.txt"], "written over by hand");
        DumpWriter.Write(folder.Path, OfOne("W1"));
        Assert.Equal(["W1.txt", "Z1.txt", "gradients.npz", "manifest.json", "notes.txt"], folder.Entries);
        Assert.Equal("written over by hand", File.ReadAllText(folder["Z1.txt"]));
    }

    [Theory]
    [InlineData("W1.txt")]
    [InlineData("gradients.npz")]
    [InlineData("manifest.json")]
    public void A_file_that_no_dump_wrote_is_refused_and_stays(string name)
    {
        File.WriteAllText(folder[name], "mine");
        var error = Assert.Throws<FileException>(() => DumpWriter.Write(folder.Path, OfOne("W1")));
        Assert.StartsWith(folder[name], error.Message, StringComparison.Ordinal);
        Assert.Equal([name], folder.Entries);
        Assert.Equal("mine", File.ReadAllText(folder[name]));
    }

    [Fact]
    public void A_file_that_was_changed_since_the_dump_is_refused_and_stays()
    {
        DumpWriter.Write(folder.Path, OfOne("W1"));
        File.AppendAllText(folder["W1.txt"], "my notes");
        Assert.Throws<FileException>(() => DumpWriter.Write(folder.Path, OfOne("W1")));
        Assert.EndsWith("my notes", File.ReadAllText(folder["W1.txt"]), StringComparison.Ordinal);
    }

    /// <summary>Whoever sends a folder could have anything deleted otherwise.</summary>
    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("inside.txt")]
    public void A_strangers_manifest_does_not_have_files_deleted(string claimed)
    {
        Directory.CreateDirectory(folder["dump"]);
        var path = Path.Combine(folder["dump"], claimed);
        File.WriteAllText(path, "mine");
        using (var content = File.OpenRead(path))
        {
            var fingerprint = claimed.StartsWith("..", StringComparison.Ordinal) ? EarlierDump.Fingerprint(content) : "0123456789abcdef";
            File.WriteAllText(
                folder["dump/manifest.json"],
                $$"""{ "schema": "scratch-vs-autograd/dump-1", "entries": [], "files": { "{{claimed}}": "{{fingerprint}}" } }""");
        }

        DumpWriter.Write(folder["dump"], OfOne("W1"));
        Assert.Equal("mine", File.ReadAllText(path));
    }

    /// <summary>Writes the dump, reads it with our own reader and, where there is one, with the real NumPy.</summary>
    private void AssertReadBack(ComparisonReport report)
    {
        DumpWriter.Write(folder.Path, report);
        var expected = Expected(report);
        Assert.Equal(expected, Stored().Select(stored =>
            $"{stored.Name}|{stored.Array.Descriptor}|{stored.Array.Shape}|{Convert.ToHexStringLower(stored.Array.Bytes)}"));
        if (NumPy.Run(PrintArrays, folder["gradients.npz"]) is { } printed)
            Assert.Equal(expected, printed.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r')));
    }

    private static ComparisonReport OfOne(string name)
    {
        var gradient = Snapshots.Of(ScalarType.Float32, [3], 1, 2, 3);
        return MadeUpReport.Of(ScalarType.Float32, MadeUpReport.Tensor(name, Verdict.Agree, [3], (gradient, gradient)));
    }

    private IReadOnlyList<(string Name, NpzReader.StoredArray Array)> Stored() => NpzReader.Read(folder["gradients.npz"]);

    private static ImmutableArray<string> Expected(ComparisonReport report) =>
    [
        .. from tensor in report.Tensors
           from array in new[] { ("value", tensor.Values!.Value), ("scratch", tensor.Values.Scratch), ("autograd", tensor.Values.Autograd) }
           where array.Item2 is not null
           select $"{tensor.Name}/{array.Item1}|{Line(array.Item2)}",
    ];

    private static string Line(TensorSnapshot array)
    {
        var (descriptor, bytes) = array.Dtype switch
        {
            ScalarType.Float64 => ("<f8", array.Bytes.ToArray()),
            ScalarType.Float32 => ("<f4", array.Bytes.ToArray()),
            ScalarType.Float16 => ("<f2", array.Bytes.ToArray()),
            _ => ("<f4", [.. array.Elements().SelectMany(element => BitConverter.GetBytes((float)element))]),
        };
        var shape = array.Shape.Length == 1 ? $"({array.Shape[0]},)" : $"({string.Join(", ", array.Shape)})";
        return $"{descriptor}|{shape}|{Convert.ToHexStringLower(bytes)}";
    }
}
