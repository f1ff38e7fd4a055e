using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;

namespace ScratchVsAutograd.Files.Safetensors;

/// <summary>
/// Writes tensors as .safetensors, each in its own dtype; <see cref="SafetensorsHeader"/> says what that looks like. As in the reference
/// implementation the widest elements come first and the header is padded with spaces, so that every element is aligned.
/// </summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes the tensors; the same ones give the same bytes.</summary>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="tensors">Each with its name; no name twice.</param>
    /// <param name="metadata">What else is to be said, in words.</param>
    public static void Write(
        Stream output, IEnumerable<(string Name, ITensorData Tensor)> tensors, IEnumerable<(string Key, string Value)> metadata)
    {
        ImmutableArray<(string Name, ITensorData Tensor)> ordered = [
            .. tensors.OrderByDescending(one => ElementType.Of(one.Tensor.Dtype).Size)];
        var header = Header(ordered, metadata);
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        output.Write(prefix);
        output.Write(header);
        foreach (var (_, tensor) in ordered) WriteLittleEndian(output, tensor);
    }

    private static byte[] Header(
        ImmutableArray<(string Name, ITensorData Tensor)> tensors, IEnumerable<(string Key, string Value)> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.Metadata);
            foreach (var (key, value) in metadata) json.WriteString(key, value);
            json.WriteEndObject();
            var begin = 0L;
            foreach (var (name, tensor) in tensors) begin = WriteTensor(json, name, tensor, begin);
            json.WriteEndObject();
        }

        while (buffer.Length % Alignment != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static long WriteTensor(Utf8JsonWriter json, string name, ITensorData tensor, long begin)
    {
        var end = begin + tensor.Bytes.Length;
        json.WriteStartObject(name);
        json.WriteString("dtype", ElementType.Of(tensor.Dtype).Safetensors);
        WriteNumbers(json, "shape", tensor.Shape);
        WriteNumbers(json, "data_offsets", [begin, end]);
        json.WriteEndObject();
        return end;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ImmutableArray<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void WriteLittleEndian(Stream output, ITensorData tensor)
    {
        if (BitConverter.IsLittleEndian)
        {
            output.Write(tensor.Bytes);
            return;
        }

        var bytes = tensor.Bytes.ToArray();
        TensorContent.ReverseEach(bytes, ElementType.Of(tensor.Dtype).Size);
        output.Write(bytes);
    }
}
