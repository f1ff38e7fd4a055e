namespace ScratchVsAutograd.Files;

/// <summary>A kind of file that holds tensors: how it is known, read and written.</summary>
internal abstract class TensorFormat
{
    /// <summary>How many bytes at the begin of a file are enough to know it by.</summary>
    public const int StartLength = 9;

    /// <summary>How the names of such files end, such as <c>.npz</c>.</summary>
    public abstract string Extension { get; }

    /// <summary>Whether a file that begins so is one.</summary>
    /// <param name="start">The first <see cref="StartLength"/> bytes, or all where there are fewer.</param>
    public abstract bool IsStart(ReadOnlySpan<byte> start);

    /// <summary>Reads what a file says of its tensors.</summary>
    /// <param name="path">What the user calls it.</param>
    /// <param name="stream">At its begin, seekable; closed with the result.</param>
    /// <param name="options">What may be left out.</param>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public abstract TensorFile Open(string path, Stream stream, ReadOptions options);

    /// <summary>Writes a whole file; the same tensors give the same bytes.</summary>
    /// <param name="output">Where to, seekable; it stays open.</param>
    /// <param name="tensors">Each with its name; no name twice.</param>
    /// <param name="metadata">What else is to be said, in words; left out where the format has no room for it.</param>
    /// <exception cref="FileException">The format cannot hold them.</exception>
    public abstract void Write(
        Stream output, IReadOnlyCollection<(string Name, ITensorData Tensor)> tensors,
        IReadOnlyCollection<(string Key, string Value)> metadata);
}
