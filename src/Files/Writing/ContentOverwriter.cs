namespace ScratchVsAutograd.Files.Writing;

/// <summary>Gives a file another content and leaves it the same file, with all its names.</summary>
internal static class ContentOverwriter
{
    /// <summary>Overwrites it.</summary>
    /// <param name="target">An existing file.</param>
    /// <param name="source">A file with the new content.</param>
    /// <exception cref="IOException">There is no room; the old content is still there.</exception>
    public static void Overwrite(string target, string source)
    {
        using var content = File.OpenRead(source);
        using var output = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.Read);
        Reserve(output, content.Length);
        content.CopyTo(output);
        output.SetLength(content.Length);
    }

    // A full disk is found out here, where what was appended can be cut off again.
    private static void Reserve(FileStream output, long length)
    {
        var before = output.Length;
        try
        {
            output.Seek(0, SeekOrigin.End);
            var zeros = new byte[1 << 16];
            for (var left = length - before; left > 0; left -= zeros.Length) output.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
            output.Flush();
        }
        catch
        {
            output.SetLength(before);
            throw;
        }

        output.Position = 0;
    }
}
