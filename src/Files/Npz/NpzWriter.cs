using System.IO.Compression;
using ScratchVsAutograd.Files.Npy;

namespace ScratchVsAutograd.Files.Npz;

/// <summary>Writes tensors as NumPy's .npz: a ZIP archive of .npy files, uncompressed as <c>numpy.savez</c> leaves them.</summary>
internal static class NpzWriter
{
    // The first moment a ZIP archive can name: the same tensors give the same bytes whenever they are written.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the tensors in their order.</summary>
    /// <param name="output">Seekable; it stays open.</param>
    /// <param name="tensors">Each with the name that <c>numpy.load</c> finds it by.</param>
    public static void Write(Stream output, IEnumerable<(string Name, ITensorData Tensor)> tensors)
    {
        using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, tensor) in tensors)
        {
            var entry = archive.CreateEntry($"{name}.npy", CompressionLevel.NoCompression);
            entry.LastWriteTime = Epoch;
            using var content = entry.Open();
            NpyWriter.Write(content, tensor);
        }
    }
}
