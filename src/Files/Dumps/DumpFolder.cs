using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Files.Dumps;

/// <summary>
/// A folder that <c>--dump</c> wrote: its arrays, in the dtypes that the manifest gives them. What NumPy has no dtype for is stored wider
/// there, and made again what it was.
/// </summary>
internal sealed class DumpFolder : TensorFile
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly TensorFile arrays;
    private readonly Dictionary<string, TensorHeader> stored;

    /// <summary>Reads the manifest and every head.</summary>
    /// <param name="path">A folder with a manifest.</param>
    /// <param name="options">What may be left out.</param>
    /// <param name="openFile">Opens a file.</param>
    /// <exception cref="InvalidDataException">It is no such folder.</exception>
    public DumpFolder(string path, ReadOptions options, Func<string, ReadOptions, TensorFile> openFile) : base(path, options)
    {
        var dtypes = Dtypes(path);
        arrays = openFile(System.IO.Path.Combine(path, DumpLayout.ArraysFile), options);
        stored = arrays.Headers.ToDictionary(header => header.Name, StringComparer.Ordinal);
        Headers = [.. arrays.Headers.Select(header => new TensorHeader(header.Name, Own(header, dtypes), header.Shape))];
    }

    /// <inheritdoc />
    public override string Format => "dump";

    /// <inheritdoc />
    public override ImmutableArray<TensorHeader> Headers { get; }

    /// <inheritdoc />
    public override void Dispose()
    {
        arrays.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    private protected override Tensor Content(TensorHeader header)
    {
        var wide = arrays.Read(stored[header.Name]);
        if (wide.dtype == header.Dtype) return wide;
        var own = empty([.. header.Shape], dtype: header.Dtype);
        if (header.Count > 0) Narrow(MemoryMarshal.Cast<byte, uint>(wide.bytes), MemoryMarshal.Cast<byte, ushort>(own.bytes));
        return own;
    }

    // bfloat16 is the upper half of a float32. Not torch's conversion, which would give every NaN the same bits.
    private static void Narrow(ReadOnlySpan<uint> float32, Span<ushort> bfloat16)
    {
        for (var i = 0; i < float32.Length; i++)
        {
            if ((float32[i] & 0xFFFF) != 0)
                throw new InvalidDataException("it is said to be bfloat16 and is not; the dump was changed, so write it again");
            bfloat16[i] = (ushort)(float32[i] >> 16);
        }
    }

    private static ScalarType Own(TensorHeader header, Dictionary<string, string?> dtypes)
        => dtypes.GetValueOrDefault(header.Name) == ElementType.Of(ScalarType.BFloat16).Word && header.Dtype == ScalarType.Float32
            ? ScalarType.BFloat16
            : header.Dtype;

    private static Dictionary<string, string?> Dtypes(string path)
    {
        try
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(path, DumpLayout.ManifestFile)), Strict);
            if (manifest.RootElement.GetProperty("schema").GetString() != DumpLayout.Schema) throw NotADump(null);
            var entries = manifest.RootElement.GetProperty("entries").EnumerateArray();
            return entries.SelectMany(entry => entry.GetProperty("arrays").EnumerateArray()).ToDictionary(
                array => array.GetProperty("name").GetString()
                    ?? "", array => array.GetProperty("dtype").GetString(), StringComparer.Ordinal);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw NotADump(error);
        }
    }

    private static InvalidDataException NotADump(Exception? inner)
        => new($"its {DumpLayout.ManifestFile} is not that of a dump ({DumpLayout.Schema}); expected a folder that --dump wrote", inner);
}
