using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using ScratchVsAutograd.Files;
using ScratchVsAutograd.Files.Safetensors;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Files.Safetensors;

public sealed class SafetensorsWriterTests : TensorTest
{
    // From the format's description alone: json and struct, and NumPy for the shapes.
    private const string PrintTensors = """
        import json, struct
        data = open(sys.argv[1], "rb").read()
        n, = struct.unpack("<Q", data[:8])
        header = json.loads(data[8:8 + n].decode("utf-8"))
        print(header.pop("__metadata__"))
        dtypes = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
        for name, t in header.items():
            begin, end = t["data_offsets"]
            array = np.frombuffer(data[8 + n + begin:8 + n + end], dtypes[t["dtype"]]).reshape(t["shape"])
            print(name, t["dtype"], list(array.shape), array.tobytes().hex(), sep="|")
        """;

    private static readonly (string Name, TensorSnapshot Tensor)[] Tensors =
    [
        ("b", Snapshots.Of(ScalarType.BFloat16, [3], 1, -2, double.NaN)),
        ("h", Snapshots.Of(ScalarType.Float16, [2, 1], 0.1, double.NegativeInfinity)),
        ("W/scratch", Snapshots.Of(ScalarType.Float32, [2, 3], 1, 2, 3, 4, 5, -0.0)),
        ("γ \"x\"", Snapshots.Of(ScalarType.Float64, [], 5e-324)),
        ("empty", Snapshots.Of(ScalarType.Float32, [2, 0])),
    ];

    [Fact]
    public void Every_byte_is_as_the_format_is_described()
    {
        var file = Written();
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        Assert.Equal(
            """
            {"__metadata__":{"made by":"a test"},"\u03B3 \u0022x\u0022":{"dtype":"F64","shape":[],"data_offsets":[0,8]},
            "W/scratch":{"dtype":"F32","shape":[2,3],"data_offsets":[8,32]},"empty":{"dtype":"F32","shape":[2,0],"data_offsets":[32,32]},
            "b":{"dtype":"BF16","shape":[3],"data_offsets":[32,38]},"h":{"dtype":"F16","shape":[2,1],"data_offsets":[38,42]}}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(file, 8, length).TrimEnd(' '));
        Assert.Equal((byte)'{', file[8]);
        Assert.Equal(0, length % 8);
        Assert.Equal(
            "0100000000000000" + "0000803f" + "00000040" + "00004040" + "00008040" + "0000a040" + "00000080" + "803f00c0c0ff" + "662e00fc",
            Convert.ToHexStringLower(file.AsSpan(8 + length)));
    }

    [Fact]
    public void An_independent_reader_finds_every_tensor_aligned_and_the_file_filled()
    {
        var file = Written();
        var start = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using var header = JsonDocument.Parse(file.AsMemory(8, start - 8));
        var members = header.RootElement.EnumerateObject().ToList();
        Assert.Equal("__metadata__", members[0].Name);
        var covered = 0;
        foreach (var member in members.Skip(1))
        {
            var expected = Tensors.Single(tensor => tensor.Name == member.Name).Tensor;
            var offsets = member.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32()).ToArray();
            Assert.Equal(covered, offsets[0]);
            Assert.Equal(0, expected.Count == 0 ? 0 : (start + offsets[0]) % (expected.Bytes.Length / (int)expected.Count));
            Assert.Equal(expected.Shape, member.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()));
            Assert.Equal(expected.Bytes.ToArray(), file[(start + offsets[0])..(start + offsets[1])]);
            covered = offsets[1];
        }

        Assert.Equal(Tensors.Length, members.Count - 1);
        Assert.Equal(file.Length, start + covered);
    }

    [Fact]
    [Trait("Needs", "NumPy")]
    public void Python_reads_it_back()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.safetensors"], Written());
        if (NumPy.Run(PrintTensors, folder["a.safetensors"]) is not { } printed) return;
        var words = new Dictionary<ScalarType, string>
        {
            [ScalarType.Float64] = "F64",
            [ScalarType.Float32] = "F32",
            [ScalarType.Float16] = "F16",
            [ScalarType.BFloat16] = "BF16",
        };
        Assert.Equal(
            [
                "{'made by': 'a test'}",
                .. Tensors.Select(one => $"{one.Name}|{words[one.Tensor.Dtype]}|[{string.Join(", ", one.Tensor.Shape)}]|"
                    + Convert.ToHexStringLower(one.Tensor.Bytes)).Order(StringComparer.Ordinal),
            ],
            printed.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r')).Order(StringComparer.Ordinal).OrderBy(line => line[0] != '{'));
    }

    [Fact]
    public void The_reader_gives_every_dtype_back()
    {
        using var file = TensorFiles.Open("a.safetensors", new MemoryStream(Written()));
        Assert.Equal(
            Tensors.OrderBy(one => one.Name, StringComparer.Ordinal)
                .Select(one => (one.Name, one.Tensor.Dtype, Convert.ToHexString(one.Tensor.Bytes))),
            file.Headers.OrderBy(header => header.Name, StringComparer.Ordinal)
                .Select(header => (header.Name, header.Dtype, Convert.ToHexString(TensorSnapshot.Of(file.Read(header)).Bytes))));
    }

    private static byte[] Written()
    {
        using var output = new MemoryStream();
        SafetensorsWriter.Write(
            output, Tensors.Select(tensor => (tensor.Name, StoredTensors.Data(tensor.Tensor))), [("made by", "a test")]);
        return output.ToArray();
    }
}
