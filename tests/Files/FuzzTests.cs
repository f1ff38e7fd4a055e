using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsCheck;
using ScratchVsAutograd.Files;
using ScratchVsAutograd.Files.Safetensors;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Files;

/// <summary>
/// Valid files with bytes changed, cut out, put in and doubled: whatever comes of it is read, or refused with a sentence; nothing
/// else is thrown, and no memory is set aside for what is not there. SVA_FUZZ=100000 in the environment makes that many files.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const long MostMemory = 8 << 20;

    private const int FewFiles = 300;

    private const ulong Seed = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly byte[] Npy = RawFiles.Float32Npy("(2, 3)", 1, 2, 3, 4, 5, 6);

    private static readonly byte[] FortranNpy = RawFiles.Npy("{'descr': '>f8', 'fortran_order': True, 'shape': (2, 1), }", new byte[16]);

    private static readonly Dictionary<string, byte[]> Seeds = new()
    {
        [".npy"] = Npy,
        [".npy in another order"] = FortranNpy,
        [".npz"] = RawFiles.Zip(("W1/scratch.npy", Npy), ("b.npy", FortranNpy)),
        [".npz, compressed"] = RawFiles.Zip(
            CompressionLevel.Optimal, ("W1.npy", Npy), ("b.npy", RawFiles.Float32Npy("(400,)", new float[400]))),
        [".safetensors"] = Safetensors(),
    };

    // What a header is made of, put in anywhere: numbers at the edges, and words that mean something.
    private static readonly string[] Fragments =
    [
        "0", "-1", "9223372036854775807", "4294967296", "2147483647", "1e999", "NaN", "(", "[", "{", "'", "\"", ",", ":", "\0", "../", "/",
        "\\ud800", "|O", "<U4",
        "True", "None", "BF16", "F8", "BOOL", "data_offsets", "__metadata__", "PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006",
        "\u0093NUMPY\u0002\0",
    ];

    private static readonly Gen<byte[]> Fragment = Gen.Int[0, Fragments.Length - 1].Select(
        index => Encoding.Latin1.GetBytes(Fragments[index]));

    private static readonly Gen<Func<byte[], byte[]>> Mutation = Gen.OneOf(
        Gen.Select(Gen.Int[0, 1 << 16], Gen.Byte).Select((at, value) => Edit(at, content => content[0] = value)),
        Gen.Select(Gen.Int[0, 1 << 16], Gen.Int[0, 7]).Select((at, bit) => Edit(at, content => content[0] ^= (byte)(1 << bit))),
        Gen.Int[0, 1 << 16].Select(at => Splice(at, (before, after) => before)),
        Gen.Select(Gen.Int[0, 1 << 16], Gen.Int[1, 64])
            .Select((at, count) => Splice(at, (before, after) => [.. before, .. after.Skip(count)])),
        Gen.Select(Gen.Int[0, 1 << 16], Gen.Int[1, 256])
            .Select((at, count) => Splice(at, (before, after) => [.. before, .. after.Take(count), .. after])),
        Gen.Select(Gen.Int[0, 1 << 16], Fragment)
            .Select((at, fragment) => Splice(at, (before, after) => [.. before, .. fragment, .. after])),
        Gen.Select(Gen.Int[0, 1 << 16], Fragment)
            .Select((at, fragment) => Splice(at, (before, after) => [.. before, .. fragment, .. after.Skip(fragment.Length)])));

    private static readonly Gen<Func<byte[], byte[]>[]> Mutated = Mutation.Array[1, 4];

    public static TheoryData<string> SeedNames => [.. Seeds.Keys];

    [Theory]
    [MemberData(nameof(SeedNames))]
    public void A_changed_file_is_read_or_refused(string name)
    {
        var (read, refused) = (0, 0);
        for (var number = 0U; number < Count(); number++)
        {
            // CsCheck's Sample repeats only its first input; these are the same files every time.
            var content = Mutated.Generate(new PCG(number, Seed), null, out _)
                .Aggregate(Seeds[name], (content, mutation) => mutation(content));
            if (IsRead(content)) read++;
            else refused++;
        }

        output.WriteLine(FormattableString.Invariant($"{name}: {read} read, {refused} refused"));
        // Otherwise the changes are too small, or so large that nothing behind the first check is ever reached.
        Assert.True(read > 0 && refused > 0, name);
    }

    [Fact]
    public void An_unchanged_file_is_read() => Assert.All(Seeds.Values, content => Assert.True(IsRead(content)));

    // Each seed gets its part of what is asked for.
    private static int Count() => Environment.GetEnvironmentVariable("SVA_FUZZ") is { } asked
        ? int.Parse(asked, CultureInfo.InvariantCulture) / Seeds.Count
        : FewFiles;

    private static bool IsRead(byte[] content)
    {
        var (memory, start) = (GC.GetAllocatedBytesForCurrentThread(), System.Diagnostics.Stopwatch.GetTimestamp());
        try
        {
            using var scope = NewDisposeScope();
            using var file = TensorFiles.Open("fuzzed", new MemoryStream(content, writable: false));
            foreach (var header in file.Headers) Assert.Equal(header.Shape, file.Read(header).shape);
            return true;
        }
        catch (FileException refusal)
        {
            Assert.StartsWith("fuzzed: ", refusal.Message, StringComparison.Ordinal);
            return false;
        }
        finally
        {
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - memory < MostMemory, "memory");
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < Patience, "time");
        }
    }

    private static Func<byte[], byte[]> Edit(int at, Action<ArraySegment<byte>> edit) => content =>
    {
        if (content.Length == 0) return content;
        var copy = content.ToArray();
        edit(new ArraySegment<byte>(copy)[(at % copy.Length)..]);
        return copy;
    };

    private static Func<byte[], byte[]> Splice(int at, Func<byte[], byte[], byte[]> splice) => content =>
    {
        var place = content.Length == 0 ? 0 : at % content.Length;
        return splice(content[..place], content[place..]);
    };

    private static byte[] Safetensors()
    {
        using var output = new MemoryStream();
        SafetensorsWriter.Write(
            output,
            [
                ("W1", StoredTensors.Data(Snapshots.Of(ScalarType.Float32, [2, 2], 1, 2, 3, 4))),
                ("b", StoredTensors.Data(Snapshots.Of(ScalarType.BFloat16, [3], 1, 2, 3)))], [("format", "pt")]);
        return output.ToArray();
    }
}
