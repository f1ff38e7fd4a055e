using System.Buffers.Binary;
using System.IO.Compression;
using ScratchVsAutograd.Files;
using static ScratchVsAutograd.Tests.Support.RawFiles;

namespace ScratchVsAutograd.Tests.Files;

/// <summary>
/// Files that are broken, or made to break a reader: each is answered with one sentence, and no memory is set aside for what is not there.
/// </summary>
public sealed class HostileFilesTests : TensorTest
{
    private const long MostMemory = 1 << 20;

    private const string Plain = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";

    private static readonly byte[] Two = new byte[8];

    private static readonly byte[] Array = RawFiles.Npy(Plain, Two);

    private static readonly Dictionary<string, (byte[] File, string Found, string Cure)> Cases = new()
    {
        ["empty"] = ([], "it is empty", "expected a .npz"),
        ["text"] = ("hello, world"u8.ToArray(), "no known format", "expected a .npz"),
        ["pickle"] = ([0x80, 2, .. "}q\0."u8], "it is a pickle", "save the tensors with numpy.savez"),
        ["torch.save"] = (Zip(("model/data.pkl", [1]), ("model/data/0", Two)), "it is a PyTorch file", "safetensors.torch.save_file"),

        ["npy version"] = (NpyOfVersion(4, Plain, Two), "version 4.0", "expected 1.0, 2.0 or 3.0"),
        ["npy cut in its header"] = (Array[..20], "ends before", "copy or save it again"),
        ["npy cut in its array"] = (Array[..^1], "takes 8 bytes, and 7 are there", "copy or save it again"),
        ["npy with more than its array"] = ([.. Array, 0], "takes 8 bytes, and 9 are there", "copy or save it again"),
        ["npy of a huge shape"] = (
            RawFiles.Npy(Plain.Replace("2,", "500000000,", StringComparison.Ordinal), Two), "takes 2000000000 bytes, and 8 are there",
            "copy or save it again"),
        ["npy of a larger shape"] = (
            RawFiles.Npy(Plain.Replace("2,", "1000000000,", StringComparison.Ordinal), Two), "more than 2 GiB", "smaller pieces"),
        ["npy of a shape beyond 64 bits"] = (
            RawFiles.Npy(Plain.Replace("2,", "4294967296, 4294967297,", StringComparison.Ordinal), Two), "more than 2 GiB",
            "smaller pieces"),
        ["npy of an empty shape beyond 64 bits"] = (
            RawFiles.Npy(Plain.Replace("2,", "0, 9223372036854775807,", StringComparison.Ordinal)), "more than 2 GiB", "smaller pieces"),
        ["npy of a number beyond 64 bits"] = (
            RawFiles.Npy(Plain.Replace("2,", "99999999999999999999,", StringComparison.Ordinal), Two), "too large for any array",
            "save it again"),
        ["npy of a negative shape"] = (
            RawFiles.Npy(Plain.Replace("2,", "-2,", StringComparison.Ordinal), Two), "broken at character", "save it again"),
        ["npy of 65 axes"] = (
            RawFiles.Npy(Plain.Replace("2,", string.Concat(Enumerable.Repeat("1,", 65)), StringComparison.Ordinal), Two[..4]), "65 axes",
            "expected 64"),
        ["npy of a float shape"] = (
            RawFiles.Npy(Plain.Replace("2,", "2.0,", StringComparison.Ordinal), Two), "broken at character", "save it again"),
        ["npy with a long header"] = (NpyOfVersion(2, Plain + new string(' ', 70_000), Two), "header is 70", "expected 65536"),
        ["npy with a header said to be of 4 GiB"] = (
            [.. NpyOfVersion(2, Plain, Two)[..8], 255, 255, 255, 255], "header is 4294967295 bytes", "expected 65536"),
        ["npy nested deeply"] = (RawFiles.Npy(new string('(', 60_000)), "broken at character", "save it again"),
        ["npy with code for a header"] = (RawFiles.Npy("__import__('os').system('true')"), "broken at character 0", "save it again"),
        ["npy with a key too many"] = (
            RawFiles.Npy(Plain.Replace("'shape'", "'x': 1, 'shape'", StringComparison.Ordinal), Two), "or has more", "numpy.save"),
        ["npy with a key twice"] = (
            RawFiles.Npy(Plain.Replace("'shape'", "'descr': '<f8', 'shape'", StringComparison.Ordinal), Two), "broken at character",
            "save it again"),
        ["npy of objects"] = (
            RawFiles.Npy(Plain.Replace("<f4", "|O", StringComparison.Ordinal), 0x80, 2), "pickled Python objects", "with two stars"),
        ["npy of complex numbers"] = (
            RawFiles.Npy(Plain.Replace("<f4", "<c8", StringComparison.Ordinal), new byte[16]), "'<c8', complex", ".real"),
        ["npy of text"] = (RawFiles.Npy(Plain.Replace("<f4", "<U1", StringComparison.Ordinal), Two), "'<U1'", ".astype"),
        ["npy of unsigned 64 bits"] = (
            RawFiles.Npy(Plain.Replace("<f4", "<u8", StringComparison.Ordinal), new byte[16]), "'<u8'", ".astype"),
        ["npy of long double"] = (RawFiles.Npy(Plain.Replace("<f4", "<f16", StringComparison.Ordinal), new byte[32]), "'<f16'", ".astype"),
        ["npy of a bfloat16 that NumPy does not know"] = (
            RawFiles.Npy(Plain.Replace("<f4", "|V2", StringComparison.Ordinal), new byte[4]), "'|V2'", "tensor.float().numpy()"),
        ["npy of records"] = (
            RawFiles.Npy(Plain.Replace("'<f4'", "[('a', '<f4')]", StringComparison.Ordinal), Two), "structured", "save each field"),
        ["npy of a descriptor of one letter"] = (
            RawFiles.Npy(Plain.Replace("<f4", "f", StringComparison.Ordinal), Two), "'f'", "expected float16"),

        ["zip of nothing known"] = ([.. "PK"u8, 3, 4, .. new byte[40]], "entral", "a.npz"),
        ["npz cut"] = (Zip(("W.npy", Array))[..^30], "entral", "a.npz"),
        ["npz with text"] = (Zip(("W.npy", Array), ("readme.txt", Two)), "'readme.txt'", "which end in .npy"),
        ["npz climbing"] = (Zip(("../W.npy", Array)), "'../W.npy'", "without '..'"),
        ["npz climbing in the middle"] = (Zip(("a/../../W.npy", Array)), "'a/../../W.npy'", "without '..'"),
        ["npz absolute"] = (Zip(("/W.npy", Array)), "'/W.npy'", "do not begin with '/'"),
        ["npz absolute on Windows"] = (Zip(("C:\\W.npy", Array)), "'C:\\W.npy'", "without '..', ':'"),
        ["npz with a control character"] = (Zip(("\u001b[31m/../W.npy", Array)), "'?[31m/../W.npy'", "without '..'"),
        ["npz with a name twice"] = (Zip(("W.npy", Array), ("W.npy", Array)), "two of that name", "keep one"),
        ["npz with a broken array"] = (Zip(("W.npy", Array[..20])), "the array 'W' cannot be used", "copy or save it again"),
        ["npz with an array cut"] = (Zip(("W.npy", Array[..^4])), "takes 8 bytes, and 4 are there", "copy or save it again"),
        ["npz of objects"] = (
            Zip(("arr_0.npy", RawFiles.Npy(Plain.Replace("<f4", "|O", StringComparison.Ordinal), 0x80, 2))), "'arr_0'",
            "numpy.savez(file, **gradients)"),
        ["npz with a damaged byte"] = (
            WithByteChanged(Zip(("W.npy", Array)), Array.Length + 30), "its checksum is not the archive's", "copy or save it again"),
        ["npz said to be larger than it can be"] = (
            WithSizes(Zip(CompressionLevel.Optimal, ("W.npy", Array)), unpacked: 2_000_000_000), "which no archive can do",
            "save it again"),
        ["npz whose entries take more than the file"] = (
            WithSizes(Zip(("W.npy", Array)), packed: 2_000_000_000), "more room than the archive has", "what numpy.savez writes"),
        ["npz whose arrays overlap"] = (Overlapping(), "they overlap", "what numpy.savez writes"),
        ["npz that unpacks to gigabytes"] = (
            WithSizes(Zip(("W.npy", new byte[2_000_000])), unpacked: 2_000_000_000), "unpack to 2000000000", "at most 100 times as many"),
        ["npz compressed in an unknown way"] = (WithMethod(Zip(("W.npy", Array)), 99), "ompression", "a.npz"),

        ["safetensors cut in its header"] = (
            RawFiles.Safetensors("{\"W\":")[..12], "header is said to be 5 bytes long, of 4", "expected a .safetensors"),
        ["safetensors with a header said to be of 100 MB"] = (
            [.. BitConverter.GetBytes(100_000_001L), .. "{}"u8], "said to be 100000001 bytes", "at most 100000000"),
        ["safetensors with a header beyond 63 bits"] = (
            [.. BitConverter.GetBytes(ulong.MaxValue), .. "{}"u8], "said to be 18446744073709551615 bytes", "at most 100000000"),
        ["safetensors that is no JSON"] = (RawFiles.Safetensors("{\"W\": nan}"), "not JSON", "save_file"),
        ["safetensors with a NaN"] = (
            RawFiles.Safetensors("{\"W\": {\"dtype\": \"F32\", \"shape\": [NaN], \"data_offsets\": [0, 8]}}", Two), "not JSON",
            "save_file"),
        ["safetensors with text after its JSON"] = (RawFiles.Safetensors("{} x"), "not JSON", "save_file"),
        ["safetensors of nesting"] = (RawFiles.Safetensors("{\"a\":" + new string('[', 5000)), "not JSON", "save_file"),
        ["safetensors with half a surrogate pair"] = (
            RawFiles.Safetensors(Tensor("\\ud800", "F32", "2", "0, 8"), Two), "not JSON", "save_file"),
        ["safetensors with a name twice"] = (
            RawFiles.Safetensors($"{Tensor("W", "F32", "2", "0, 8")[..^1]}, {Tensor("W", "F32", "2", "8, 16")[1..]}", new byte[16]),
            "not JSON", "save_file"),
        ["safetensors of a tensor that is a number"] = (RawFiles.Safetensors("{\"W\": 1}"), "'W' cannot be used", "save_file"),
        ["safetensors of a negative size"] = (
            RawFiles.Safetensors(Tensor("W", "F32", "-2", "0, 8"), Two), "dtype, shape or data_offsets", "save_file"),
        ["safetensors of half a size"] = (
            RawFiles.Safetensors(Tensor("W", "F32", "1.5", "0, 8"), Two), "dtype, shape or data_offsets", "save_file"),
        ["safetensors with one offset"] = (
            RawFiles.Safetensors(Tensor("W", "F32", "2", "0"), Two), "dtype, shape or data_offsets", "save_file"),
        ["safetensors of an unknown dtype"] = (
            RawFiles.Safetensors(Tensor("W", "F8_E4M3", "8", "0, 8"), Two), "'F8_E4M3'", "expected F64, F32"),
        ["safetensors with offsets that are not its shape's"] = (
            RawFiles.Safetensors(Tensor("W", "F32", "2", "0, 12"), new byte[12]), "takes 8 bytes, and data_offsets are 0 to 12",
            "save it again"),
        ["safetensors with offsets turned round"] = (
            RawFiles.Safetensors(Tensor("W", "F32", "2", "8, 0"), Two), "data_offsets are 8 to 0", "save it again"),
        ["safetensors with offsets beyond 63 bits"] = (
            RawFiles.Safetensors(Tensor("W", "F32", "2", "0, 18446744073709551615"), Two), "dtype, shape or data_offsets", "save_file"),
        ["safetensors of a shape beyond 64 bits"] = (
            RawFiles.Safetensors(Tensor("W", "F32", "4294967296, 4294967296", "0, 8"), Two), "more than 2 GiB", "smaller pieces"),
        ["safetensors with a hole"] = (
            RawFiles.Safetensors(Tensor("W", "F32", "2", "4, 12"), new byte[12]), "begins at 4, and the one before it ends at 0",
            "neither holes nor overlaps"),
        ["safetensors with an overlap"] = (
            RawFiles.Safetensors($"{Tensor("W", "F32", "2", "0, 8")[..^1]}, {Tensor("b", "F32", "1", "4, 8")[1..]}", Two),
            "'b' begins at 4", "neither holes nor overlaps"),
        ["safetensors cut in its arrays"] = (
            RawFiles.Safetensors(Tensor("W", "F32", "2", "0, 8"), Two[..7]), "take 8 bytes, and 7 are there", "copy or save it again"),
        ["safetensors with more than its arrays"] = (
            RawFiles.Safetensors(Tensor("W", "F32", "2", "0, 8"), [.. Two, 0]), "take 8 bytes, and 9 are there", "copy or save it again"),
        ["safetensors of a bool that is neither"] = (
            RawFiles.Safetensors(Tensor("m", "BOOL", "2", "0, 2"), 1, 7), "neither 0 nor 1", "save_file"),
    };

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Is_refused_with_a_sentence(string name)
    {
        var (file, found, cure) = Cases[name];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<FileException>(() => ReadAll(file));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostMemory, "memory");
        Assert.StartsWith("a.npz: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.Contains(cure, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void What_those_were_made_of_is_read()
    {
        ReadAll(Array);
        ReadAll(NpyOfVersion(2, Plain, Two));
        ReadAll(Zip(("W.npy", Array), ("a/b.npy", Array), ("a/", [])));
        ReadAll(Zip(CompressionLevel.Optimal, ("W.npy", Array)));
        ReadAll(
            Zip(
                CompressionLevel.Optimal,
                ("W.npy", RawFiles.Npy(Plain.Replace("2,", "250000,", StringComparison.Ordinal), new byte[1_000_000]))));
        ReadAll(RawFiles.Safetensors(Tensor("W", "F32", "2", "0, 8") + "  ", Two));
        ReadAll(RawFiles.Safetensors("{\"__metadata__\": {\"format\": \"pt\"}}"));
    }

    private static string Tensor(string name, string dtype, string shape, string offsets)
        => $"{{\"{name}\": {{\"dtype\": \"{dtype}\", \"shape\": [{shape}], \"data_offsets\": [{offsets}]}}}}";

    private static void ReadAll(byte[] content)
    {
        using var file = TensorFiles.Open("a.npz", new MemoryStream(content));
        foreach (var header in file.Headers) file.Read(header).Dispose();
    }

    private static byte[] WithByteChanged(byte[] content, int index)
    {
        content[index] ^= 1;
        return content;
    }

    // In the archive's directory: where the last file header begins, whose fields are at fixed places.
    private static int Directory(byte[] zip) => zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);

    private static byte[] WithSizes(byte[] zip, uint? packed = null, uint? unpacked = null)
    {
        if (packed is { } fewer) BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(Directory(zip) + 20), fewer);
        if (unpacked is { } more) BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(Directory(zip) + 24), more);
        return zip;
    }

    private static byte[] WithMethod(byte[] zip, ushort method)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(8), method);
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(Directory(zip) + 10), method);
        return zip;
    }

    // The directory names the same 4 MB of zeros a thousand times, each time in the one place where they are.
    private static byte[] Overlapping()
    {
        var zeros = Zip(CompressionLevel.SmallestSize, ("000.npy", new byte[4_000_000]));
        var directory = Directory(zeros);
        var entry = zeros[directory..^22];
        var entries = Enumerable.Range(0, 1000).SelectMany(number =>
        {
            System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"{number:D3}")).CopyTo(entry, 46);
            return entry.ToArray();
        }).ToArray();
        var end = zeros[^22..];
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), 1000);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), 1000);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(12), entries.Length);
        return [.. zeros[..directory], .. entries, .. end];
    }
}
