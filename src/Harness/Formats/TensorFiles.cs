using ScratchVsAutograd.Harness.Output.Dumps;

namespace ScratchVsAutograd.Harness.Formats;

/// <summary>Opens whatever tensors are kept in, by what is in it rather than by its name.</summary>
internal static class TensorFiles
{
    /// <summary>What can be opened, in words.</summary>
    public const string Kinds = "a .npz, a .npy, a folder of .npy, a .safetensors, or a folder that --dump wrote";

    private static ReadOnlySpan<byte> Zip => "PK"u8;

    // Every pickle since protocol 2 begins with it, and torch.save's files before 1.6.
    private const byte Pickle = 0x80;

    /// <summary>Opens a file or folder and reads what it says of its tensors.</summary>
    /// <exception cref="InputException">It is not there, or none of these.</exception>
    public static TensorFile Open(string path) => FileFault.Guard(path, () => Directory.Exists(path) ? OpenFolder(path) : Open(path, File.OpenRead(path)));

    /// <summary>Reads a file's content from any stream.</summary>
    /// <param name="path">What the user calls it.</param>
    /// <param name="stream">Closed with the result, or here where there is none.</param>
    /// <exception cref="InputException">It is none of these.</exception>
    public static TensorFile Open(string path, Stream stream)
    {
        try
        {
            return FileFault.Guard(path, () => Recognize(path, stream));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static TensorFile OpenFolder(string path)
        => File.Exists(Path.Combine(path, DumpWriter.ManifestFile)) ? new DumpFolder(path) : new NpyFolder(path);

    private static TensorFile Recognize(string path, Stream stream)
    {
        if (!stream.CanSeek) throw new InvalidDataException("it is a pipe or a device; expected a file, so save it first");
        Span<byte> start = stackalloc byte[9];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        if (start.StartsWith(NpyHeader.Magic)) return new NpyFile(path, stream, Path.GetFileNameWithoutExtension(path));
        if (start.StartsWith(Zip)) return new NpzFile(path, stream);
        if (start.Length == 9 && start[8] == '{') return new SafetensorsFile(path, stream);
        if (!start.IsEmpty && start[0] == Pickle)
            throw new InvalidDataException("it is a pickle, which may run any code and is never read; "
                + "save the tensors with numpy.savez or safetensors.torch.save_file");
        throw new InvalidDataException($"{(start.IsEmpty ? "it is empty" : "what it begins with is not known here")}; expected {Kinds}");
    }
}
