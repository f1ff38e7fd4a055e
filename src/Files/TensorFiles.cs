using System.Collections.Immutable;
using ScratchVsAutograd.Files.Dumps;
using ScratchVsAutograd.Files.Npy;
using ScratchVsAutograd.Files.Npz;
using ScratchVsAutograd.Files.Safetensors;
using ScratchVsAutograd.Files.Writing;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Files;

// This project: tensors in files. TensorFiles opens and saves; each format is a folder and a line in Formats. Tensors holds what they
// share, Writing how files are put into place.

/// <summary>Opens whatever tensors are kept in, by what is in it rather than by its name, and saves tensors.</summary>
public static class TensorFiles
{
    /// <summary>What can be opened, in words.</summary>
    internal const string Kinds = "a .npz, a .npy, a folder of .npy, a .safetensors, or a folder that --dump wrote";

    // Every pickle since protocol 2 begins with it, and torch.save's files before 1.6.
    private const byte Pickle = 0x80;

    /// <summary>The kinds of files.</summary>
    internal static ImmutableArray<TensorFormat> Formats { get; } = [new NpyFormat(), new NpzFormat(), new SafetensorsFormat()];

    /// <summary>Opens a .npz, a .npy, a folder of .npy, a .safetensors or a dump, and reads what it says of its tensors.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <exception cref="FileException">It is not there, or none of these.</exception>
    public static TensorFile Open(string path) => Open(path, new ReadOptions());

    /// <summary>
    /// Saves tensors as what the file's name ends in: .npz, .npy or .safetensors. The file is written whole or not at all.
    /// </summary>
    /// <param name="path">The file; one of that name is replaced. Its folder exists.</param>
    /// <param name="tensors">
    /// Each with its name, no name twice; of any shape and on any device. bfloat16, which NumPy does not have, is float32 in a .npz and a
    /// .npy.
    /// </param>
    /// <exception cref="FileException">The file cannot be written, or its name ends in something else.</exception>
    /// <exception cref="ArgumentException">A name is given twice, or no file format here holds such elements.</exception>
    public static void Save(string path, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensors);
        var held = new List<(string Name, ITensorData Tensor)>();
        try
        {
            foreach (var (name, tensor) in tensors) held.Add((name, new TensorData(tensor)));
            if (held.GroupBy(one => one.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
                throw new ArgumentException(
                    $"The name '{twice.Key}' is given twice; every tensor of a file needs a name of its own.", nameof(tensors));
            Save(path, held, []);
        }
        finally
        {
            foreach (var (_, tensor) in held) ((TensorData)tensor).Dispose();
        }
    }

    /// <summary>Saves contents of tensors.</summary>
    /// <inheritdoc cref="TensorFormat.Write" path="/param" />
    internal static void Save(
        string path, IReadOnlyCollection<(string Name, ITensorData Tensor)> tensors,
        IReadOnlyCollection<(string Key, string Value)> metadata)
    {
        var format = FormatOf(path) ?? throw new FileException(
            $"{path} does not end in {string.Join(", ", Formats.Select(known => known.Extension))}, so the format is unknown; give it a "
                + "name that does.");
        AtomicFile.Write(path, output => format.Write(output, tensors, metadata));
    }

    /// <summary>The format that a file's name asks for; null where it asks for none.</summary>
    internal static TensorFormat? FormatOf(string path)
        => Formats.FirstOrDefault(format => path.EndsWith(format.Extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>Opens a file or folder and reads what it says of its tensors.</summary>
    /// <param name="path">What the user calls it.</param>
    /// <param name="options">What may be left out.</param>
    /// <exception cref="FileException">It is not there, or none of these.</exception>
    internal static TensorFile Open(string path, ReadOptions options) => FileFault.Guard(
        path, () => Directory.Exists(path) ? OpenFolder(path, options) : Open(path, File.OpenRead(path), options));

    /// <summary>Reads a file's content from any stream.</summary>
    /// <param name="path">What the user calls it.</param>
    /// <param name="stream">Closed with the result, or here where there is none.</param>
    /// <param name="options">What may be left out; null for nothing.</param>
    /// <exception cref="FileException">It is none of these.</exception>
    internal static TensorFile Open(string path, Stream stream, ReadOptions? options = null)
    {
        try
        {
            return FileFault.Guard(path, () => Recognize(path, stream, options ?? new ReadOptions()));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static TensorFile OpenFolder(string path, ReadOptions options)
        => File.Exists(Path.Combine(path, DumpLayout.ManifestFile))
            ? new DumpFolder(path, options, Open)
            : new NpyFolder(path, options, Open);

    private static TensorFile Recognize(string path, Stream stream, ReadOptions options)
    {
        if (!stream.CanSeek) throw new InvalidDataException("it is a pipe or a device; expected a file, so save it first");
        var start = new byte[TensorFormat.StartLength];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        if (Formats.FirstOrDefault(format => format.IsStart(start)) is { } format) return format.Open(path, stream, options);
        if (start is [Pickle, ..])
            throw new InvalidDataException("it is a pickle, which may run any code and is never read; "
                + "save the tensors with numpy.savez or safetensors.torch.save_file");
        throw new InvalidDataException(
            $"{(start is [] ? "it is empty" : "its first bytes are those of no known format")}; expected {Kinds}");
    }
}
