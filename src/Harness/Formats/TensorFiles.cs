using ScratchVsAutograd.Harness.Compare.Dumps;
using ScratchVsAutograd.Harness.Options;

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
    /// <param name="path">What the user calls it.</param>
    /// <param name="mayBeUnusable">Names of arrays that are left out where they cannot be used; null for none.</param>
    /// <exception cref="InputException">It is not there, or none of these.</exception>
    public static TensorFile Open(string path, Func<string, bool>? mayBeUnusable = null) => FileFault.Guard(
        path, () => Directory.Exists(path) ? OpenFolder(path, mayBeUnusable ?? None) : Open(path, File.OpenRead(path), mayBeUnusable));

    /// <summary>Reads a file's content from any stream.</summary>
    /// <param name="path">What the user calls it.</param>
    /// <param name="stream">Closed with the result, or here where there is none.</param>
    /// <param name="mayBeUnusable">Names of arrays that are left out where they cannot be used; null for none.</param>
    /// <exception cref="InputException">It is none of these.</exception>
    public static TensorFile Open(string path, Stream stream, Func<string, bool>? mayBeUnusable = null)
    {
        try
        {
            return FileFault.Guard(path, () => Recognize(path, stream, mayBeUnusable ?? None));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static bool None(string name) => false;

    private static TensorFile OpenFolder(string path, Func<string, bool> mayBeUnusable)
        => File.Exists(Path.Combine(path, DumpWriter.ManifestFile)) ? new DumpFolder(path, mayBeUnusable) : new NpyFolder(path, mayBeUnusable);

    private static TensorFile Recognize(string path, Stream stream, Func<string, bool> mayBeUnusable)
    {
        if (!stream.CanSeek) throw new InvalidDataException("it is a pipe or a device; expected a file, so save it first");
        Span<byte> start = stackalloc byte[9];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        if (start.StartsWith(NpyHeader.Magic)) return new NpyFile(path, stream, Path.GetFileNameWithoutExtension(path));
        if (start.StartsWith(Zip)) return new NpzFile(path, stream, mayBeUnusable);
        if (start.Length == 9 && start[8] == '{') return new SafetensorsFile(path, stream, mayBeUnusable);
        if (!start.IsEmpty && start[0] == Pickle)
            throw new InvalidDataException("it is a pickle, which may run any code and is never read; "
                + "save the tensors with numpy.savez or safetensors.torch.save_file");
        throw new InvalidDataException($"{(start.IsEmpty ? "it is empty" : "what it begins with is not known here")}; expected {Kinds}");
    }
}
