using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Files.Safetensors;

/// <summary>
/// The head of a .safetensors: eight bytes with the length of a JSON object, little-endian, and the object, with a member
/// <c>{"dtype": …, "shape": […], "data_offsets": [begin, end]}</c> for each tensor. The offsets count from the end of the head, and the
/// tensors fill the rest of the file without holes or overlaps.
/// </summary>
/// <param name="Tensors">In the order of their content, each with where that begins in the file.</param>
/// <remarks>https://github.com/huggingface/safetensors#format</remarks>
internal sealed record SafetensorsHeader(ImmutableArray<(TensorHeader Header, long Begin)> Tensors)
{
    /// <summary>The member that is no tensor, but an object of strings.</summary>
    public const string Metadata = "__metadata__";

    /// <summary>The first bytes: the length of what follows.</summary>
    public const int PrefixLength = 8;

    // The reference implementation's limit.
    private const ulong Longest = 100_000_000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>Reads a head and checks that it describes the whole file.</summary>
    /// <param name="stream">At its begin.</param>
    /// <param name="options">What may be left out.</param>
    /// <exception cref="InvalidDataException">It is none, or does not.</exception>
    public static SafetensorsHeader Read(Stream stream, ReadOptions options)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > Longest || (long)length > stream.Length - PrefixLength)
            throw new InvalidDataException(FormattableString.Invariant(
                $"its header is said to be {length} bytes long, of {stream.Length - PrefixLength} that are there; ")
                + FormattableString.Invariant($"expected a .safetensors of at most {Longest}"));
        var text = new byte[length];
        stream.ReadExactly(text);
        try
        {
            using var json = JsonDocument.Parse(text, Strict);
            return Parse(json.RootElement, PrefixLength + (long)length, stream.Length, options);
        }
        // A name with half a surrogate pair is an InvalidOperationException.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"its header is not JSON ({error.Message.TrimEnd('.')}); expected what save_file writes", error);
        }
    }

    private static SafetensorsHeader Parse(JsonElement root, long start, long fileLength, ReadOptions options)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException("its header is not a JSON object; expected what save_file writes");
        var tensors = root.EnumerateObject().Where(member => member.Name != Metadata)
            .Select(member => FileFault.In(member.Name, options, () => Tensor(member, options.MayBeUnusable(member.Name))))
            .OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End).ToList();
        var expected = 0L;
        foreach (var (name, _, begin, end) in tensors)
        {
            if (begin != expected)
                throw new InvalidDataException(FormattableString.Invariant(
                    $"the array '{FileFault.Shown(name)}' begins at {begin}, and the one before it ends at {expected}; ")
                    + "expected neither holes nor overlaps");
            expected = end;
        }

        if (start + expected != fileLength)
            throw new InvalidDataException(FormattableString.Invariant(
                $"its arrays take {expected} bytes, and {fileLength - start} are there; ")
                + "it was cut off or changed, so copy or save it again");
        return new SafetensorsHeader(
            [.. from tensor in tensors where tensor.Header is not null select (tensor.Header, start + tensor.Begin)]);
    }

    // Where it is has to be known even of one that is left out: the offsets of all have to add up.
    private static (string Name, TensorHeader? Header, long Begin, long End) Tensor(JsonProperty member, bool isLeftOut)
    {
        if (member.Value.ValueKind != JsonValueKind.Object || Numbers(member.Value, "data_offsets") is not [var begin, var end])
            throw Incomplete();
        return (member.Name, FileFault.Unless(isLeftOut, () => Header(member, begin, end)), begin, end);
    }

    private static TensorHeader Header(JsonProperty member, long begin, long end)
    {
        if (!member.Value.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || Numbers(member.Value, "shape") is not { } shape)
            throw Incomplete();
        var header = new TensorHeader(member.Name, Dtype(dtype.GetString()), shape);
        return end - begin == header.ByteCount ? header : throw new InvalidDataException(FormattableString.Invariant(
            $"its shape {ShapeText.Tuple(shape)} of {ElementType.Of(header.Dtype).Word} takes {header.ByteCount} bytes, ")
            + FormattableString.Invariant($"and data_offsets are {begin} to {end}; save it again"));
    }

    private static ScalarType Dtype(string? word)
        => ElementType.All.FirstOrDefault(element => element.Safetensors == word)?.Dtype ?? throw new InvalidDataException(
            $"its dtype is '{FileFault.Shown(word ?? "null")}'; expected "
                + $"{string.Join(", ", ElementType.All.Select(element => element.Safetensors))}");

    private static InvalidDataException Incomplete()
        => new("its dtype, shape or data_offsets are not there; expected what save_file writes");

    // Whole numbers of 0 or more; null where anything else stands.
    private static ImmutableArray<long>? Numbers(JsonElement tensor, string name)
    {
        if (!tensor.TryGetProperty(name, out var array) || array.ValueKind != JsonValueKind.Array) return null;
        var numbers = ImmutableArray.CreateBuilder<long>();
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number) || number < 0) return null;
            numbers.Add(number);
        }

        return numbers.ToImmutable();
    }
}
