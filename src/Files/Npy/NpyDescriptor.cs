using static TorchSharp.torch;

namespace ScratchVsAutograd.Files.Npy;

/// <summary>An array's element as .npy describes it, such as <c>&lt;f4</c>: byte order, kind, and size in bytes.</summary>
/// <param name="Dtype">The element in torch's terms.</param>
/// <param name="IsBigEndian">Whether its most significant byte comes first.</param>
internal readonly record struct NpyDescriptor(ScalarType Dtype, bool IsBigEndian)
{
    private const string Expected = "expected float16, float32, float64, bool, uint8 or int8 to int64";

    /// <summary>The descriptor of a dtype, in the machine's byte order; of bfloat16, which NumPy does not have, that of float32.</summary>
    public static string Of(ScalarType dtype)
    {
        var element = ElementType.Of(dtype);
        var order = element.Size == 1 ? '|' : BitConverter.IsLittleEndian ? '<' : '>';
        return $"{order}{element.Npy ?? ElementType.Of(ScalarType.Float32).Npy}";
    }

    /// <summary>Reads a descriptor.</summary>
    /// <param name="descriptor">The value of <c>descr</c>: a string, or a list for a structured array.</param>
    /// <exception cref="InvalidDataException">It is no element that can be compared.</exception>
    public static NpyDescriptor Parse(object descriptor)
    {
        if (descriptor is not string text)
            throw new InvalidDataException($"its elements are structured; {Expected}, so save each field as an array of its own");
        if (text is not [var order and ('<' or '>' or '|' or '='), var kind, .. var size] || Element($"{kind}{size}") is not { } element)
            throw new InvalidDataException(Refusal(text));
        return new NpyDescriptor(element.Dtype, order == '>' || (order == '=' && !BitConverter.IsLittleEndian));
    }

    private static ElementType? Element(string word) => ElementType.All.FirstOrDefault(element => element.Npy == word);

    private static string Refusal(string descriptor)
        => descriptor.Length < 2 ? $"its dtype is '{descriptor}'; {Expected}" : descriptor[1] switch
        {
            'O' => "it holds pickled Python objects, which may run any code and are never read; "
                + "save plain arrays, and a dictionary of them with two stars: numpy.savez(file, **gradients)",
            'c' => $"its dtype is '{descriptor}', complex; {Expected}, so save its .real and its .imag",
            'V' => $"its dtype is '{descriptor}', bytes that NumPy has no name for; {Expected}. "
                + "For bfloat16 save tensor.float().numpy(), or a .safetensors file",
            _ => $"its dtype is '{descriptor}'; {Expected}, so convert it with .astype",
        };
}
